"""Reads a workbook (XLSX) that somebody sent: no formula, macro, link or entity of it ever runs.

Its size is bounded before it is unpacked, and so are the rows and columns that are looked at.
"""

import io
import zipfile
from datetime import date, datetime
from typing import Any

from openpyxl import load_workbook

from hub.errors import BadInput, YuanqiaoError

MOST_BYTES = 30_000_000
"""Of all that is packed in the file."""

MOST_MEMBERS = 200
WIDEST = 40
"""Columns that are looked at."""

Line = tuple[int, list[str]]
"""A row by its number, which counts from 1."""


class Formula(str):
    """A cell that holds a formula, whose result nobody has checked."""

    __slots__ = ()


def read_lines(data: bytes, most: int) -> list[Line]:
    """The first `most` rows of the first sheet; raises `BadInput` for what is no workbook, or large."""
    _check(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        try:
            rows = book.worksheets[0].iter_rows(max_row=most, max_col=WIDEST)
            return [(number, [_cell(cell) for cell in row]) for number, row in enumerate(rows, 1)]
        finally:
            book.close()
    except YuanqiaoError:
        raise
    except Exception as error:  # noqa: BLE001  (the library raises whatever it stumbles over)
        raise BadInput(f"the file is no workbook: {type(error).__name__}") from None


def _check(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            members = packed.infolist()
            if len(members) > MOST_MEMBERS or sum(each.file_size for each in members) > MOST_BYTES:
                raise BadInput("the workbook is too large")
            for each in members:
                with packed.open(each) as opened:
                    if b"<!DOCTYPE" in opened.read(4096):
                        raise BadInput("the workbook holds a document type, which none needs")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
        raise BadInput("the file is no workbook") from None


def _cell(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type in ("f", "e"):
        return Formula(value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}" if value.hour or value.minute else value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
