"""What stands in a document of Word, piece by piece: headings, words, items and tables as Markdown."""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from hub.errors import BadInput
from kb.exchange.packed import check_packed
from kb.numbers import PLACEHOLDER

MOST_MEMBERS = 1000
MOST_PIECES = 20_000
MOST_CELLS = 5_000
"""Cells of one table; an answer has far fewer."""

_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
_SIGNS = re.compile(r"([\\`*_\[\]<>|&])")
_BEGINS = re.compile(r"^(\s*)(#|[-+](?=\s)|~|=)")
_NUMBER = re.compile(r"^(\s*\d{1,9})([.)])(?=\s)")
_PICTURE = re.compile(r"!\[[^\]\n]{1,500}\]\(media[:/][0-9A-Za-z._-]{1,100}\)")
_ADDRESS = re.compile(r"https?://[^\s()<>]{1,1900}")

_WITHIN = tuple(map(qn, ("w:ins", "w:smartTag", "w:sdt", "w:sdtContent", "w:fldSimple", "w:moveTo")))
_GONE = tuple(map(qn, ("w:del", "w:moveFrom")))
_SEEN_ONLY = tuple(map(qn, ("w:drawing", "w:pict", "w:object")))


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece; `number` counts paragraphs and tables from 1. `level` of a heading, 0 for anything else.

    `words` without form, `markdown` with it; `kind`: "words", "bullet", "number" or "table".
    `lost`: what in it is not taken.
    """

    number: int
    kind: str
    words: str
    markdown: str
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    lost: tuple[str, ...] = ()


class _Cell(NamedTuple):
    words: str
    markdown: str


def read_pieces(data: bytes) -> list[Piece]:
    """The pieces of a document; raises `BadInput` for one that is none, too large, or made to harm."""
    check_packed(data, "document", most_members=MOST_MEMBERS)
    try:
        document = Document(io.BytesIO(data))
        return list(_pieces(document))
    except BadInput:
        raise
    except Exception as error:  # noqa: BLE001  (the library raises whatever it stumbles over)
        raise BadInput(f"the file is no document of Word: {type(error).__name__}") from None


def _pieces(document: Any) -> Iterator[Piece]:
    numbered = _Numbering(document)
    for number, block in enumerate(document.iter_inner_content(), 1):
        if number > MOST_PIECES:
            raise BadInput(f"a document has at most {MOST_PIECES} paragraphs and tables")
        if isinstance(block, Table):
            yield _table(number, block)
        elif (piece := _paragraph(number, block, numbered)) is not None:
            yield piece


def _paragraph(number: int, paragraph: Paragraph, numbered: "_Numbering") -> Piece | None:
    style = paragraph.style.name if paragraph.style is not None else ""
    if (style or "").lower().startswith("toc "):
        return None
    words, markdown = _said(paragraph._p, paragraph.part.rels)
    lost = _lost(paragraph._p)
    level = _level(paragraph)
    if not words.strip():
        return Piece(number, "words", "", "", lost=lost) if lost else None
    kind = "words" if level else numbered.kind_of(paragraph, style or "")
    return Piece(number, kind, words.strip(), markdown.strip(), level, lost=lost)


def _level(paragraph: Paragraph) -> int:
    style: Any = paragraph.style
    for _ in range(10):
        if style is None:
            break
        found = _HEADING.fullmatch(style.name or "")
        if found:
            return int(found[1])
        style = style.base_style
    outline = paragraph._p.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
    value = outline.get(qn("w:val"), "9") if outline is not None else "9"
    return int(value) + 1 if value.isdigit() and int(value) < 9 else 0


class _Numbering:
    """Which lists of a document count, and which have points."""

    def __init__(self, document: Any) -> None:
        self._formats: dict[str, str] = {}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        abstract = {}
        for each in root.iter(qn("w:abstractNum")):
            first = each.find(f"{qn('w:lvl')}/{qn('w:numFmt')}")
            abstract[each.get(qn("w:abstractNumId"))] = "" if first is None else first.get(qn("w:val"), "")
        for each in root.iter(qn("w:num")):
            refers = each.find(qn("w:abstractNumId"))
            name = None if refers is None else refers.get(qn("w:val"))
            self._formats[each.get(qn("w:numId"), "")] = abstract.get(name, "")

    def kind_of(self, paragraph: Paragraph, style: str) -> str:
        """Whether a paragraph is an item, with a point or a number, or plain words."""
        if style.startswith("List Number"):
            return "number"
        if style.startswith("List Bullet"):
            return "bullet"
        found = paragraph._p.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
        if found is None or found.get(qn("w:val")) in (None, "0"):
            return "words"
        return "bullet" if self._formats.get(found.get(qn("w:val"), "")) == "bullet" else "number"


def _said(paragraph: Any, rels: Any) -> tuple[str, str]:
    """The words of a paragraph, and the same with its form; a forced line break is a line break in both."""
    runs = list(_runs(paragraph, rels, ""))
    words = "".join(text for text, _, _ in runs)
    if _PICTURE.fullmatch(words.strip()):
        return words, words.strip()
    joined: list[tuple[str, bool, str]] = []
    for text, strong, url in runs:
        if joined and joined[-1][1:] == (strong, url):
            text = joined.pop()[0] + text  # noqa: PLW2901
        joined.append((text, strong, url))
    markdown = "".join(_formed(*each) for each in joined)
    return words, "\n".join(map(_as_words, markdown.split("\n")))


def _runs(parent: Any, rels: Any, url: str) -> Iterator[tuple[str, bool, str]]:
    for child in parent:
        if child.tag == qn("w:r"):
            text = _text_of(child)
            if text:
                yield text, _is_strong(child), url
        elif child.tag == qn("w:hyperlink"):
            related = rels.get(child.get(qn("r:id"), ""))
            target = str(related.target_ref) if related is not None and related.is_external else ""
            yield from _runs(child, rels, target if _ADDRESS.fullmatch(target) else "")
        elif child.tag in _WITHIN:
            yield from _runs(child, rels, url)


def _text_of(run: Any) -> str:
    found = []
    for child in run:
        if child.tag == qn("w:t"):
            found.append(child.text or "")
        elif child.tag == qn("w:tab"):
            found.append(" ")
        elif child.tag in (qn("w:br"), qn("w:cr")):
            found.append("\n")
        elif child.tag == qn("w:noBreakHyphen"):
            found.append("-")
    return "".join(found)


def _is_strong(run: Any) -> bool:
    bold = run.find(f"{qn('w:rPr')}/{qn('w:b')}")
    return bold is not None and bold.get(qn("w:val"), "1") not in ("0", "false", "off")


def escaped(text: str) -> str:
    """Words as Markdown says them: signs that would mean something stand behind a backslash."""
    kept = PLACEHOLDER.findall(text)
    if not kept:
        return _SIGNS.sub(r"\\\1", text)
    pieces, at = [], 0
    for found in PLACEHOLDER.finditer(text):
        pieces += [_SIGNS.sub(r"\\\1", text[at : found.start()]), found[0]]
        at = found.end()
    return "".join(pieces) + _SIGNS.sub(r"\\\1", text[at:])


def _as_words(line: str) -> str:
    """A line that begins no heading, list or table."""
    return _NUMBER.sub(r"\1\\\2", _BEGINS.sub(r"\1\\\2", line))


def _formed(text: str, strong: bool, url: str) -> str:
    lines = []
    for line in text.split("\n"):
        core = line.strip()
        if not core:
            lines.append(line)
            continue
        said = f"**{escaped(core)}**" if strong else escaped(core)
        said = f"[{said}]({url})" if url else said
        before = line[: len(line) - len(line.lstrip())]
        lines.append(before + said + line[len(line.rstrip()) :])
    return "\n".join(lines)


def _table(number: int, table: Table) -> Piece:
    rows: list[list[_Cell]] = []
    cells = 0
    lost: list[str] = []
    rels = table.part.rels
    for row in table._tbl.tr_lst:
        found: list[_Cell] = []
        above = rows[-1] if rows else []
        for cell in row.tc_lst:
            span = min(max(cell.grid_span, 1), 50)
            cells += span
            if cells > MOST_CELLS:
                raise BadInput(f"the table at paragraph {number} has more than {MOST_CELLS} cells")
            goes_on = cell.vMerge == "continue" and len(found) < len(above)
            found += [above[len(found)] if goes_on else _cell(cell, rels)] * span
            lost += _lost(cell)
        rows.append(found)
    words = tuple(tuple(each.words for each in row) for row in rows)
    return Piece(number, "table", "", _drawn(rows), rows=words, lost=tuple(dict.fromkeys(lost)))


def _cell(cell: Any, rels: Any) -> _Cell:
    said = [_said(each, rels) for each in cell.iter(qn("w:p"))]
    words = "\n".join(text.strip() for text, _ in said if text.strip())
    return _Cell(words, " ".join(" ".join(text for _, text in said).split()))


def _drawn(rows: Sequence[Sequence[_Cell]]) -> str:
    if not rows:
        return ""
    width = max(map(len, rows))
    lines = [
        "| " + " | ".join([*(cell.markdown for cell in row), *[""] * (width - len(row))]) + " |"
        for row in rows
    ]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _lost(element: Any) -> tuple[str, ...]:
    found = []
    if any(True for tag in _SEEN_ONLY for _ in element.iter(tag)):
        found.append("picture")
    if any(True for tag in _GONE for _ in element.iter(tag)):
        found.append("tracked_change")
    if any(True for tag in (qn("w:footnoteReference"), qn("w:endnoteReference")) for _ in element.iter(tag)):
        found.append("footnote")
    return tuple(found)
