"""The columns of an article in a file: their names, and how a content is written in cells and read again."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from pydantic import ValidationError

from hub.errors import BadInput
from kb.model import AnswerFormat
from kb.rich import parse
from kb.studio.content import MOST_QUESTIONS, ArticleContent

ID = "id"

NAMES: Mapping[str, str] = {
    ID: "编号",
    "topic": "分类",
    "title": "标题",
    "questions": "相似问",
    "answer": "答案",
    "answer_format": "答案格式",
    "effective_from": "生效日期",
    "effective_to": "最后一天",
    "channels": "渠道",
    "links": "链接",
    "pinned": "置顶",
    "audiences": "受众",
    "regions": "地区",
    "segments": "客群",
    "note": "内部备注",
}
"""The columns in their order, with their heading; a file may have either name, and leave columns out."""

KNOWN = {heading: column for column, heading in NAMES.items()} | {column: column for column in NAMES}

Cells = Mapping[str, str]
"""The cells of one row by column; a cell that is empty empties the field, a column left out keeps it."""

_LISTED = re.compile(r"[,，、;；\n]")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00:00(?::00)?)?")


class RowFault(NamedTuple):
    """What is wrong in a row: `code` is for programs and catalogues, `column` empty for the whole row."""

    column: str
    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One article of a file; `number` as the file counts: the line, the row, the article, or the paragraph.

    `lost`: what stands in the file with it and is not taken.
    """

    number: int
    cells: Cells
    faults: tuple[RowFault, ...] = ()
    lost: tuple[str, ...] = ()


def to_cells(article_id: str, content: ArticleContent) -> dict[str, str]:
    """An article in cells, one for each column."""
    return {
        ID: article_id,
        "topic": content.topic,
        "title": content.title,
        "questions": "\n".join(content.questions),
        "answer": content.answer,
        "answer_format": content.answer_format.value,
        "effective_from": content.effective_from.isoformat(),
        "effective_to": content.effective_to.isoformat() if content.effective_to else "",
        "channels": ", ".join(content.channels),
        "links": "\n".join(" | ".join((each.title, each.url, each.description)) for each in content.links),
        "pinned": str(content.pinned or ""),
        "audiences": ", ".join(content.audiences),
        "regions": ", ".join(content.regions),
        "segments": ", ".join(content.segments),
        "note": content.note,
    }


def from_cells(cells: Cells, before: ArticleContent | None, today: date) -> ArticleContent | list[RowFault]:
    """The content that the cells make of the one before, or of nothing; or what is wrong in them."""
    usual: dict[str, Any] = {"effective_from": today}
    values: dict[str, Any] = usual if before is None else before.model_dump()
    faults: list[RowFault] = []
    for column, text in cells.items():
        if column == ID:
            continue
        if not text.strip() and column in _KEPT:
            continue
        try:
            values[column] = _READ.get(column, str.strip)(text)
        except ValueError as error:
            faults.append(RowFault(column, str(error), text[:80]))
    if faults:
        return faults
    if before is not None and says_the_same(before, values):
        values["answer"] = before.answer
    try:
        return ArticleContent.model_validate(values)
    except ValidationError as error:
        return [_fault(each) for each in error.errors(include_url=False, include_input=False)]


def says_the_same(before: ArticleContent, values: Mapping[str, Any]) -> bool:
    """Whether only the Markdown of an answer is written in another way, as a document of Word does."""
    if before.answer_format is not AnswerFormat.MARKDOWN or values["answer"] == before.answer:
        return False
    if values["answer_format"] not in (AnswerFormat.MARKDOWN, AnswerFormat.MARKDOWN.value):
        return False
    try:
        return parse(before.answer) == parse(values["answer"])
    except BadInput:
        return False


_KEPT = ("answer_format", "effective_from")
"""Fields that cannot be empty: an empty cell leaves them as they are."""


def _fault(error: Any) -> RowFault:
    column, *_ = (*map(str, error["loc"]), "")
    kind = str(error["type"])
    if kind in ("missing", "string_too_short"):
        return RowFault(column, "missing")
    return RowFault(column, "too_long" if kind in ("string_too_long", "too_long") else "bad_value")


def _listed(text: str) -> list[str]:
    return [each.strip() for each in _LISTED.split(text) if each.strip()]


def _questions(text: str) -> list[str]:
    found = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    if len(found) > MOST_QUESTIONS:
        raise ValueError("too_many")
    return found


def _links(text: str) -> list[dict[str, str]]:
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        title, _, rest = line.partition("|")
        url, _, description = rest.partition("|")
        if not url.strip():
            raise ValueError("bad_link")
        found.append({"title": title.strip(), "url": url.strip(), "description": description.strip()})
    return found


def _day(text: str) -> date:
    found = _DAY.fullmatch(text.strip())
    if found is None:
        raise ValueError("bad_date")
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        raise ValueError("bad_date") from None


def _pinned(text: str) -> int | None:
    number = text.strip()
    if number and not re.fullmatch(r"[1-9][0-9]{0,3}", number):
        raise ValueError("bad_value")
    return int(number) if number else None


def _lines(text: str) -> str:
    return text.strip().replace("\r\n", "\n").replace("\r", "\n")


_READ: Mapping[str, Callable[[str], Any]] = {
    "questions": _questions,
    "answer_format": lambda text: text.strip().lower(),
    "effective_from": _day,
    "effective_to": lambda text: _day(text) if text.strip() else None,
    "channels": _listed,
    "links": _links,
    "pinned": _pinned,
    "audiences": _listed,
    "regions": _listed,
    "segments": _listed,
    "note": _lines,
}
