"""DOCX by python-docx: a heading is an article, what stands below it says its fields and its answer.

Headings of level 2 are articles and those of level 1 their categories; where there is no level 2,
level 1 are articles. Fields stand below a heading as lines (`相似问：…`) or as a table of two columns; then
comes the answer.
"""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from docx import Document

from hub.errors import BadInput
from kb.exchange.columns import KNOWN, Cells, Row, RowFault
from kb.exchange.docx_pieces import Piece, escaped, read_pieces
from kb.exchange.docx_writing import RAW_HEADING, uncounted, write_article
from kb.exchange.tables import MOST_ROWS

RAW = "raw"
"""An answer that stands in the document in Markdown, not in Word's own form."""

ARTICLE = 2
"""The level of the headings that are articles, where a document has it."""

_ALIASES = {
    "问法": "questions",
    "相似问题": "questions",
    "常见问法": "questions",
    "失效日期": "effective_to",
    "截止日期": "effective_to",
    "适用渠道": "channels",
    "适用地区": "regions",
    "客服备注": "note",
    "回答": "answer",
    "标准答案": "answer",
    RAW_HEADING: RAW,
}
_FIELDS = {**KNOWN, **_ALIASES}
_LONGEST_FIRST = sorted(map(re.escape, _FIELDS), key=len, reverse=True)
_FIELD = re.compile(rf"({'|'.join(_LONGEST_FIRST)})\s*[:：]\s*(.*)", re.DOTALL)
_LINES = ("questions", "links")
"""Fields of which each line is one."""


def write(articles: Iterable[Cells]) -> bytes:
    """A document: categories as headings of level 1, articles of level 2, each with its fields below."""
    document = Document()
    topic = None
    for cells in sorted(articles, key=lambda each: each["topic"]):
        if cells["topic"] != topic:
            topic = cells["topic"]
            document.add_heading(topic, 1)
        write_article(document, cells)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def read(data: bytes) -> list[Row]:
    """The articles of a document, each with the number of its heading; raises `BadInput`."""
    pieces = read_pieces(data)
    levels = {piece.level for piece in pieces if piece.level}
    if not levels & {1, ARTICLE}:
        raise BadInput("the document has no headings of level 1 or 2: an article begins with its heading")
    level = ARTICLE if ARTICLE in levels else 1
    found: list[_Article] = []
    before: list[Piece] = []
    topic: Piece | None = None
    for piece in pieces:
        if piece.level == level:
            found.append(_Article(piece, topic))
        elif 0 < piece.level < level:
            topic = piece
        elif not found or (topic is not None and topic.number > found[-1].heading.number):
            before.append(piece)
        else:
            found[-1].pieces.append(piece)
    if len(found) > MOST_ROWS:
        raise BadInput(f"a file has at most {MOST_ROWS} articles")
    return [_row(article, before if place == 0 else ()) for place, article in enumerate(found)]


@dataclass(slots=True)
class _Article:
    heading: Piece
    topic: Piece | None
    pieces: list[Piece] = field(default_factory=list)


def _row(article: _Article, before: Sequence[Piece]) -> Row:
    cells: dict[str, str] = {"title": uncounted(article.heading.words)}
    if article.topic is not None:
        cells["topic"] = uncounted(article.topic.words)
    faults: list[RowFault] = []
    body = _take_fields(article.pieces, cells, faults)
    plain = cells.get("answer_format", "").strip().lower() == "plain"
    before_body = cells.get("answer", "")
    raw = cells.pop(RAW, None)
    if raw is not None or plain:
        cells["answer"] = "\n".join(filter(None, (raw or before_body, *(piece.words for piece in body))))
    else:
        cells["answer"] = _answer(body, escaped(before_body))
    lost = [f"{each}@{piece.number}" for piece in (article.heading, *article.pieces) for each in piece.lost]
    lost += [f"before_first@{piece.number}" for piece in before if piece.words or piece.rows]
    return Row(article.heading.number, cells, tuple(faults), tuple(lost))


def _take_fields(pieces: Sequence[Piece], cells: dict[str, str], faults: list[RowFault]) -> Sequence[Piece]:
    """Reads the fields below a heading; gives what stands behind them, which is the answer."""
    listing = ""
    for place, piece in enumerate(pieces):
        found = None if piece.level or piece.kind == "table" else _FIELD.fullmatch(piece.words)
        if found and _FIELDS[found[1]] in ("answer", RAW):
            cells[_FIELDS[found[1]]] = found[2].strip()
            return pieces[place + 1 :]
        if found:
            listing = _FIELDS[found[1]]
            _put(cells, faults, listing, found[2].strip(), piece)
        elif _is_fields(piece):
            for row in piece.rows:
                _put(cells, faults, _FIELDS[row[0].strip()], row[1].strip(), piece)
            listing = ""
        elif listing in _LINES and piece.kind in ("bullet", "number"):
            cells[listing] = "\n".join(filter(None, (cells[listing], piece.words)))
        elif piece.words or piece.kind == "table":
            return pieces[place:]
    return ()


def _put(cells: dict[str, str], faults: list[RowFault], column: str, text: str, piece: Piece) -> None:
    if column in ("topic", "title") or column not in cells:
        cells[column] = text
    else:
        faults.append(RowFault(column, "twice_in_article", str(piece.number)))


def _is_fields(piece: Piece) -> bool:
    return (
        piece.kind == "table"
        and all(len(row) == 2 for row in piece.rows)
        and all(row[0].strip() in _FIELDS for row in piece.rows)
    )


def _answer(pieces: Sequence[Piece], before: str) -> str:
    blocks = [("words", before)] if before else []
    count = 0
    for piece in pieces:
        count = count + 1 if piece.kind == "number" else 0
        if text := _block(piece, count):
            blocks.append(("words" if piece.level else piece.kind, text))
    said = ""
    for place, (kind, text) in enumerate(blocks):
        same_list = place and kind in ("bullet", "number") and blocks[place - 1][0] == kind
        said += ("\n" if same_list else "\n\n" if place else "") + text
    return said


def _block(piece: Piece, count: int) -> str:
    if piece.level:
        return f"**{escaped(piece.words)}**"
    lines = [line.strip() for line in piece.markdown.split("\n") if line.strip()]
    if piece.kind == "table":
        return "\n".join(lines)
    if piece.kind == "bullet":
        return "- " + " ".join(lines) if lines else ""
    if piece.kind == "number":
        return f"{count}. " + " ".join(lines) if lines else ""
    return "\n\n".join(lines)
