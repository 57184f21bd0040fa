"""Writes an article into a document of Word: its heading, its fields as a table, its answer with its form."""

import re
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from hub.errors import BadInput
from hub.messages.blocks import Items, Line, Paragraph, Table
from kb.exchange.columns import NAMES, Cells
from kb.model import AnswerFormat
from kb.rich import ImagePart, Part, parse

RAW_HEADING = "答案原文"
"""Before an answer that stands there in Markdown."""

_COUNTED = re.compile(
    r"(?:第[0-9一二三四五六七八九十百]+[章节条款]|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）"
    r"|\d{1,2}(?:\.\d{1,2}){1,3}(?=\s)|\d{1,2}、|\d{1,2}\.(?!\d))[\s、.:：]*(?=\S)"
)
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOT_A_FIELD = ("topic", "title", "answer")


def write_article(document: Any, cells: Cells) -> None:
    """Puts an article behind what stands in the document."""
    document.add_heading(_harmless(cells["title"]), 2)
    given = [
        (column, cells[column])
        for column in NAMES
        if (column not in _NOT_A_FIELD and cells[column]) or _is_changed(column, cells)
    ]
    table = document.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    for column, text in given:
        name, value = table.add_row().cells
        name.text, value.text = NAMES[column], _harmless(text)
    try:
        parts = parse(cells["answer"]) if cells["answer_format"] == AnswerFormat.MARKDOWN else None
    except BadInput:
        parts = None  # a draft that cannot be said yet goes as it stands
    if parts is None:
        document.add_paragraph(f"{RAW_HEADING}：")
        document.add_paragraph(_harmless(cells["answer"]))
        return
    document.add_paragraph("答案：")
    for part in parts:
        _write_part(document, part)


def uncounted(heading: str) -> str:
    """A heading without the number that somebody wrote before it."""
    return _COUNTED.sub("", " ".join(heading.split()), count=1)


def _is_changed(column: str, cells: Cells) -> bool:
    """A title or a category that would not come back out of its heading."""
    return column in ("topic", "title") and uncounted(cells[column]) != cells[column]


def _write_part(document: Any, part: Part) -> None:
    match part:
        case Paragraph():
            _write_line(document.add_paragraph(), part.spans)
        case Items():
            for item in part.items:
                _write_line(
                    document.add_paragraph(style="List Number" if part.ordered else "List Bullet"), item
                )
        case ImagePart():
            document.add_paragraph(f"![{_harmless(part.alt)}]({part.source})")
        case Table():
            table = document.add_table(rows=0, cols=len(part.head))
            table.style = "Table Grid"
            for row in (part.head, *part.rows):
                for cell, line in zip(table.add_row().cells, row, strict=True):
                    _write_line(cell.paragraphs[0], line)


def _write_line(paragraph: Any, line: Line) -> None:
    for span in line:
        if span.url:
            _write_link(paragraph, span.text, span.url)
        else:
            paragraph.add_run(_harmless(span.text)).bold = True if span.strong else None


def _write_link(paragraph: Any, text: str, url: str) -> None:
    """python-docx reads links and has no call that makes one."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(_harmless(text))
    link.append(run._r)
    paragraph._p.append(link)


def _harmless(text: str) -> str:
    """Without signs that XML does not have."""
    return _NOT_XML.sub("", text)
