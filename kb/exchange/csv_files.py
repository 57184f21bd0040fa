"""CSV: what every spreadsheet reads and writes, in UTF-8 or, as Chinese Windows writes it, GB 18030."""

import csv
import io
from collections.abc import Iterable, Iterator

from hub.errors import BadInput
from hub.formula import as_written, harmless
from kb.exchange.columns import NAMES, Cells, Row
from kb.exchange.tables import rows_of

MARK = "\ufeff"
"""In front, so that spreadsheets read the file as UTF-8."""


def write(articles: Iterable[Cells]) -> bytes:
    """A file with a heading and a row for each article."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(NAMES.values())
    writer.writerows([harmless(cells[column]) for column in NAMES] for cells in articles)
    return (MARK + text.getvalue()).encode()


def read(data: bytes) -> list[Row]:
    """The rows of a file; raises `BadInput` for one that is none."""
    text = _decoded(data)
    heading = text.partition("\n")[0]
    delimiter = max((",", "\t", ";"), key=heading.count)
    return rows_of(_lines(text, delimiter))


def _lines(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the number that a spreadsheet gives it, whatever line breaks stand in cells."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, line in enumerate(reader, 1):
            yield number, [as_written(cell) for cell in line]
    except csv.Error as error:
        raise BadInput(f"the file is no CSV: {error}") from None


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput("the file is neither UTF-8 nor GB 18030")
