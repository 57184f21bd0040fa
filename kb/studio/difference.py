"""What differs between two contents of an article, field by field and line by line."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from kb.studio.content import ArticleContent

Mark = Literal["same", "gone", "new"]


class DifferenceLine(NamedTuple):
    """One line of a text, and in which of the two it stands."""

    mark: Mark
    text: str


def differences(one: ArticleContent, other: ArticleContent) -> dict[str, list[DifferenceLine]]:
    """The fields that differ, each with all of its lines, in the order of the fields."""
    before, after = _texts(one), _texts(other)
    return {
        name: list(_compared(before[name], after[name])) for name in before if before[name] != after[name]
    }


def _texts(content: ArticleContent) -> dict[str, list[str]]:
    return {
        "topic": [content.topic],
        "title": [content.title],
        "questions": list(content.questions),
        "answer": content.answer.split("\n"),
        "effective_from": [content.effective_from.isoformat()],
        "effective_to": [content.effective_to.isoformat()] if content.effective_to else [],
        "channels": list(content.channels),
        "links": [f"{link.title} {link.url} {link.description}".strip() for link in content.links],
        "audiences": list(content.audiences),
        "regions": list(content.regions),
        "segments": list(content.segments),
        "pinned": [str(content.pinned)] if content.pinned else [],
        "note": content.note.split("\n") if content.note else [],
    }


def _compared(before: list[str], after: list[str]) -> Iterator[DifferenceLine]:
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    for kind, first, last, begin, end in matcher.get_opcodes():
        if kind == "equal":
            yield from (DifferenceLine("same", text) for text in before[first:last])
            continue
        yield from (DifferenceLine("gone", text) for text in before[first:last])
        yield from (DifferenceLine("new", text) for text in after[begin:end])
