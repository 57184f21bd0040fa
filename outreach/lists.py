"""The list of a campaign: whom it is for, and what its text says of each; read from a workbook."""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from openpyxl import Workbook

from hub.errors import BadInput
from hub.workbook import Formula, Line, read_lines

MOST_ROWS = 5000
MOST_BYTES = 2_000_000
LONGEST_VALUE = 60
MOST_VARIABLES = 20

WHO: Mapping[str, str] = {"identity": "客户标识", "customer": "客户号", "telephone": "手机号"}
"""By what a row may name a customer, with the heading of the column; the first that is filled counts."""

_KNOWN = {heading: name for name, heading in WHO.items()} | {name: name for name in WHO}
_FORMS = {
    "identity": re.compile(r"[0-9a-f]{24}"),
    "customer": re.compile(r"[0-9A-Za-z._-]{1,128}"),
    "telephone": re.compile(r"\+[1-9][0-9]{6,14}|1[0-9]{10}"),
}
_VARIABLE = re.compile(r"[^\W]{1,20}")
_COUNTRY = re.compile(r"^(\+|00)?86(?=1[0-9]{10}$)")


@dataclass(frozen=True, slots=True)
class Listed:
    """A row: by what it names a customer, and the values of its variables; `code`: why it is no use."""

    number: int
    by: str = ""
    named: str = field(default="", repr=False)
    values: Mapping[str, str] = field(default_factory=dict, repr=False)
    code: str = ""


@dataclass(frozen=True, slots=True)
class CustomerList:
    """All rows, and the names of the variables that they have."""

    variables: tuple[str, ...]
    rows: Sequence[Listed]


def read_list(data: bytes) -> CustomerList:
    """The list in a workbook; raises `BadInput` for one without a heading, with none or too many rows."""
    return list_of(read_lines(data, MOST_ROWS + 2))


def list_of(lines: Sequence[Line]) -> CustomerList:
    """The list in these lines; raises as `read_list` does."""
    filled = [(number, cells) for number, cells in lines if any(cell.strip() for cell in cells)]
    if len(filled) < 2:
        raise BadInput("名单是空的：第一行是列名，下面每行一位客户")
    if len(filled) > MOST_ROWS + 1:
        raise BadInput(f"一份名单最多 {MOST_ROWS} 位客户")
    columns = _columns(filled[0][1])
    rows = [_listed(number, columns, cells) for number, cells in filled[1:]]
    return CustomerList(tuple(name for name in columns if name and name not in WHO), rows)


def example_list() -> bytes:
    """A list to begin with: the columns that name a customer, one variable, and one row."""
    book, data = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet("名单")
    sheet.append([*WHO.values(), "称呼"])
    sheet.append(["", "", "13800000000", "王女士"])
    book.save(data)
    return data.getvalue()


def _columns(heading: Sequence[str]) -> list[str]:
    named = [cell.strip() for cell in heading]
    while named and not named[-1]:
        named.pop()
    columns = [_KNOWN.get(name, name) for name in named]
    if not set(columns) & set(WHO):
        raise BadInput(f"名单要有一列说明客户是谁：{'、'.join(WHO.values())}之一")
    if len(set(columns)) < len(columns):
        raise BadInput("列名有重复或空着的")
    for name in columns:
        if name not in WHO and not _VARIABLE.fullmatch(name):
            raise BadInput(f"列名只能用文字、数字和下划线，最多 20 个字：{name[:20]!r}")
    if len(columns) > MOST_VARIABLES + len(WHO):
        raise BadInput(f"最多 {MOST_VARIABLES} 个变量列")
    return columns


def _listed(number: int, columns: Sequence[str], cells: Sequence[str]) -> Listed:
    row = dict(zip(columns, cells, strict=False))
    if any(isinstance(cell, Formula) for cell in row.values()):
        return Listed(number, code="formula")
    said = {name: " ".join(cell.split()) for name, cell in row.items()}
    by = next((name for name in WHO if said.get(name)), "")
    named = _COUNTRY.sub("", re.sub(r"[\s-]", "", said[by])) if by == "telephone" else said.get(by, "")
    if not by:
        return Listed(number, code="nobody_named")
    if not _FORMS[by].fullmatch(named):
        return Listed(number, by, code="bad_number")
    values = {name: value for name, value in said.items() if name not in WHO}
    if any(len(value) > LONGEST_VALUE for value in values.values()):
        return Listed(number, by, named, code="value_too_long")
    return Listed(number, by, named, values)
