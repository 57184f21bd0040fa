"""A table of cells, whatever file it comes from: its heading names the columns, each row is an article."""

from collections.abc import Iterable, Sequence

from hub.errors import BadInput
from hub.workbook import Formula
from kb.exchange.columns import KNOWN, NAMES, Row, RowFault

MOST_ROWS = 500
"""Articles of one file: all of them are written in one transaction."""


def rows_of(lines: Iterable[tuple[int, Sequence[str]]]) -> list[Row]:
    """The rows below the heading; raises `BadInput` for no heading, a column that is none, too many rows."""
    columns: list[str] = []
    rows: list[Row] = []
    for number, line in lines:
        if not any(cell.strip() for cell in line):
            continue
        if not columns:
            columns = _columns(line)
            continue
        if len(rows) == MOST_ROWS:
            raise BadInput(f"a file has at most {MOST_ROWS} articles")
        rows.append(_row(number, columns, line))
    if not columns:
        raise BadInput("the file is empty")
    return rows


def _columns(line: Sequence[str]) -> list[str]:
    columns = [KNOWN.get(cell.strip(), "") for cell in line]
    while columns and not columns[-1] and not line[len(columns) - 1].strip():
        columns.pop()
    for column, cell in zip(columns, line, strict=False):
        if not column:
            raise BadInput(f"the heading has an unknown column: {cell.strip()[:40]!r}")
    if len(set(columns)) < len(columns):
        raise BadInput("a column stands twice in the heading")
    if "title" not in columns:
        raise BadInput(f"the heading has no column {NAMES['title']}")
    return columns


def _row(number: int, columns: Sequence[str], line: Sequence[str]) -> Row:
    cells = dict(zip(columns, [*line, *[""] * len(columns)], strict=False))
    faults = [RowFault(column, "formula") for column, cell in cells.items() if isinstance(cell, Formula)]
    if any(cell.strip() for cell in line[len(columns) :]):
        faults.append(RowFault("", "more_cells"))
    return Row(number, cells, tuple(faults))
