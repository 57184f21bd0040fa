"""XLSX by openpyxl: read without formulas, macros or entities, and within bounds of size."""

import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from hub.errors import BadInput
from kb.exchange.columns import NAMES, Cells, Row
from kb.exchange.packed import check_packed
from kb.exchange.tables import MOST_ROWS, Formula, rows_of

MOST_MEMBERS = 200
WIDEST = 40
"""Columns that are looked at."""


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
    check_packed(data, "workbook", most_members=MOST_MEMBERS)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        try:
            return rows_of(_lines(book.worksheets[0]))
        finally:
            book.close()
    except BadInput:
        raise
    except Exception as error:  # noqa: BLE001  (the library raises whatever it stumbles over)
        raise BadInput(f"the file is no workbook: {type(error).__name__}") from None


def _lines(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    rows = sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=WIDEST)
    for number, row in enumerate(rows, 1):
        yield number, [_cell(cell) for cell in row]


def _cell(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type in ("f", "e"):
        return Formula(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _text(sheet: Any, text: str) -> Any:
    """A cell that is text whatever it begins with, and stays text when somebody edits it."""
    cell = WriteOnlyCell(sheet, "")
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell
