"""Articles as a workbook: written so that no cell runs, and read as `hub.workbook` reads."""

import io
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from hub.workbook import read_lines
from kb.exchange.columns import NAMES, Cells, Row
from kb.exchange.tables import MOST_ROWS, rows_of


def write(articles: Iterable[Cells]) -> bytes:
    """A workbook with one sheet: a heading, and a row for each article; every cell is text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("知识")
    sheet.freeze_panes = "A2"
    sheet.append(list(NAMES.values()))
    for cells in articles:
        sheet.append([_text(sheet, cells[column]) for column in NAMES])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def read(data: bytes) -> list[Row]:
    """The rows of the first sheet; raises `BadInput` for a file that is none, or is too large."""
    return rows_of(read_lines(data, MOST_ROWS + 2))


def _text(sheet: Any, text: str) -> Any:
    """A cell that is text whatever it begins with, and stays text when somebody edits it."""
    cell = WriteOnlyCell(sheet, "")
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell
