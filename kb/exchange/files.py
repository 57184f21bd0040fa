"""The kinds of files that articles are exchanged in, by the end of their name."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from kb.exchange import csv_files, docx_files, markdown_files, xlsx_files
from kb.exchange.columns import Cells, Row

MOST_FILE_BYTES = 2_000_000


class FileKind(StrEnum):
    """A kind of file."""

    XLSX = "xlsx"
    CSV = "csv"
    MARKDOWN = "md"
    DOCX = "docx"


class TableFormat(NamedTuple):
    """How a kind is written and read; both take a while, and need nothing but the data."""

    write: Callable[[Iterable[Cells]], bytes]
    read: Callable[[bytes], list[Row]]


FORMS: Mapping[FileKind, TableFormat] = {
    FileKind.XLSX: TableFormat(xlsx_files.write, xlsx_files.read),
    FileKind.CSV: TableFormat(csv_files.write, csv_files.read),
    FileKind.MARKDOWN: TableFormat(markdown_files.write, markdown_files.read),
    FileKind.DOCX: TableFormat(docx_files.write, docx_files.read),
}
