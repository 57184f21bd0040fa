"""No spreadsheet runs what somebody wrote: each file of cells that the house makes, with 200 formulas."""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from hub.formula import SIGNS
from kb.exchange.columns import to_cells
from kb.exchange.files import FORMS, FileKind
from kb.exchange.folder import FileReport, report_of
from kb.exchange.plan import Fate, PlannedRow
from kb.studio.content import ArticleContent
from outreach.lists import example_list
from supervision.reports.files import as_csv, as_xlsx
from tests.house.tree import ROOT, tracked
from tests.support.hostile_payloads import formulas

WRITES = re.compile(r"csv\.(?:Dict)?[wW]riter\(|\bWorkbook\(|worksheets/sheet1\.xml|text/csv")
WRITERS = {
    "kb/exchange/csv_files.py",
    "kb/exchange/folder.py",
    "kb/exchange/xlsx_files.py",
    "outreach/lists.py",
    "supervision/reports/files.py",
    "supervision/reports/tables.py",  # names the kinds of its files
}
"""What writes cells; each is tried below, or writes nothing that somebody wrote."""

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def articles(kind: FileKind) -> bytes:
    contents = [
        ArticleContent(
            topic="t", title=each[:200].strip(), questions=(each,), answer=each, effective_from=DAY
        )
        for each in formulas()
    ]
    return FORMS[kind].write([to_cells("", each) for each in contents])


DAY = date(2026, 1, 1)


def import_report() -> bytes:
    rows = tuple(
        PlannedRow(number=number, article_id="", title=each, fate=Fate.NEW)
        for number, each in enumerate(formulas(), 2)
    )
    return report_of([FileReport(name="=1.csv", rows=rows)])


TABLES: dict[str, Callable[[], bytes]] = {
    "articles": lambda: articles(FileKind.CSV),
    "the report of an import": import_report,
    "a report on agents": lambda: as_csv([[each, 1.5] for each in formulas()]),
}
WORKBOOKS: dict[str, Callable[[], bytes]] = {
    "articles": lambda: articles(FileKind.XLSX),
    "a report on agents": lambda: as_xlsx("report", [[each, 1.5] for each in formulas()]),
    "the list to begin a campaign with": example_list,
}


@pytest.mark.parametrize("name", TABLES)
def test_no_cell_of_a_table_begins_as_a_formula_does(name: str) -> None:
    text = TABLES[name]().decode("utf-8-sig")
    cells = [cell for line in csv.reader(io.StringIO(text, newline="")) for cell in line]
    assert sum("HYPERLINK" in cell for cell in cells) >= 200
    assert [cell for cell in cells if cell.startswith(SIGNS)] == []


@pytest.mark.parametrize("name", WORKBOOKS)
def test_every_cell_of_a_workbook_says_that_it_is_text(name: str) -> None:
    data = WORKBOOKS[name]()
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        sheets = [each for each in book.namelist() if each.startswith("xl/worksheets/")]
        assert sheets
        for each in sheets:
            assert not list(ElementTree.fromstring(book.read(each)).iter(f"{MAIN}f"))  # noqa: S314  (our own)
    kinds = {
        cell.data_type
        for row in load_workbook(io.BytesIO(data)).worksheets[0].iter_rows()
        for cell in row
        if cell.value
    }
    assert kinds <= {"s", "n", "inlineStr"}


def writers() -> Iterator[str]:
    """The house's own modules that write cells."""
    for file in tracked():
        name = file.relative_to(ROOT).as_posix()
        if name.startswith(("tests/", "bot/", "scripts/", "web/")) or file.suffix != ".py":
            continue
        if WRITES.search(file.read_text(encoding="utf-8")):
            yield name


def test_whatever_writes_cells_is_known() -> None:
    assert set(writers()) == WRITERS, "what writes cells for a spreadsheet is tried here with formulas"
