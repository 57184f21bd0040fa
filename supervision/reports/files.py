"""A report as CSV and as a workbook (xlsx), in which no cell is ever taken for a formula.

Names of agents and queues are written by people: in CSV what a spreadsheet would compute is written behind an
apostrophe (`hub.formula`). In a workbook each cell says of what type it is, and texts are inline strings,
which are never computed.
"""

import csv
import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from hub.formula import harmless

Cell = str | float | int | None

BOM = "\ufeff"
"""Spreadsheets take a CSV file without it for one in the machine's own code page."""

_CONTROL = dict.fromkeys(each for each in range(32) if each not in (9, 10, 13))
_FIXED = (1980, 1, 1, 0, 0, 0)

_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml" \
ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" \
ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
</Types>"""
_ROOT = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" \
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" \
Target="xl/workbook.xml"/></Relationships>"""
_SHEETS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" \
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" \
Target="worksheets/sheet1.xml"/></Relationships>"""


def as_csv(rows: Sequence[Sequence[Cell]]) -> bytes:
    """The rows as CSV (RFC 4180) in UTF-8."""
    made = io.StringIO()
    csv.writer(made, lineterminator="\r\n").writerows([_plain(cell) for cell in row] for row in rows)
    return (BOM + made.getvalue()).encode()


def as_xlsx(title: str, rows: Sequence[Sequence[Cell]]) -> bytes:
    """The rows as a workbook of one sheet (ECMA-376)."""
    lines = "".join(
        f'<row r="{number}">{"".join(_cell(number, at, cell) for at, cell in enumerate(row))}</row>'
        for number, row in enumerate(rows, 1)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    files = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _ROOT,
        "xl/_rels/workbook.xml.rels": _SHEETS,
        "xl/workbook.xml": f'{head}<workbook xmlns="{main}" xmlns:r="{related}"><sheets>'
        f'<sheet name={quoteattr(title[:31])} sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'{head}<worksheet xmlns="{main}"><sheetData>{lines}'
        "</sheetData></worksheet>",
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, _FIXED), text, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _plain(cell: Cell) -> str:
    if isinstance(cell, str):
        return harmless(cell)
    return _number(cell)


def _number(cell: float | None) -> str:
    if isinstance(cell, float):
        return f"{cell:.4f}".rstrip("0").rstrip(".")
    return "" if cell is None else str(cell)


def _cell(row: int, column: int, cell: Cell) -> str:
    place = f"{chr(ord('A') + column)}{row}"
    if cell is None:
        return ""
    if isinstance(cell, str):
        text = escape(cell.translate(_CONTROL))
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    return f'<c r="{place}"><v>{_number(cell)}</v></c>'
