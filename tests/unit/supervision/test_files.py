"""Files of a report: what a spreadsheet reads is what was counted, and never a formula."""

import csv
import io
import zipfile
from xml.etree import ElementTree

import pytest

from supervision.reports.files import as_csv, as_xlsx

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
NAMES = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("https://evil.example","x")')


def test_csv_is_read_back_with_figures_as_they_are() -> None:
    made = as_csv([["坐席", "已接起"], ["李明, “主管”", 3], ["赵", 0.25], ["钱", None]])
    rows = list(csv.reader(io.StringIO(made.decode("utf-8-sig"))))
    assert rows == [["坐席", "已接起"], ["李明, “主管”", "3"], ["赵", "0.25"], ["钱", ""]]
    assert made.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_no_formula_in_csv(name: str) -> None:
    (row,) = csv.reader(io.StringIO(as_csv([[name, -1.5]]).decode("utf-8-sig"), newline=""))
    assert row == [f"'{name}", "-1.5"], "a figure below nought is a figure"


@pytest.mark.parametrize("name", [*NAMES, "<b>&\x00", "李明"])
def test_a_name_is_a_text_in_a_workbook(name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(as_xlsx("report", [[name, 2, 0.5, None]]))) as archive:
        assert archive.testzip() is None
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))  # noqa: S314  (our own)
        for each in archive.namelist():
            ElementTree.fromstring(archive.read(each))  # noqa: S314
    cells = sheet.findall(f".//{MAIN}c")
    assert [each.get("t") for each in cells] == ["inlineStr", None, None]
    assert sheet.find(f".//{MAIN}f") is None
    said = cells[0].findtext(f".//{MAIN}t") or ""
    assert said.replace("\n", "\r") == name.replace("\x00", "")
    assert [each.findtext(f"{MAIN}v") for each in cells[1:]] == ["2", "0.5"]
