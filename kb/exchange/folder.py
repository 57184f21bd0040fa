"""A folder of a bank's own documents: each file is tried by itself, and written as a whole or not at all."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from hub.errors import BadInput
from hub.formula import harmless
from hub.staff import ObjectPlace
from hub.staff.four_eyes import By
from hub.store.database import Database
from kb.exchange.columns import Row
from kb.exchange.csv_files import MARK
from kb.exchange.files import FORMS, FileKind
from kb.exchange.plan import Fate, ImportPlan, PlannedRow, carry_out, make_plan

MOST_FILES = 10_000
MOST_BYTES = 20_000_000
"""Of one file: documents have pictures in them."""

_TOPIC_LIMIT = 64
_HEADING = ("file", "row", "article", "title", "fate", "column", "finding", "detail")


@dataclass(frozen=True, slots=True)
class FileReport:
    """What came of one file: its rows, or why it cannot be read; `written` drafts."""

    name: str
    rows: tuple[PlannedRow, ...] = ()
    trouble: str = ""
    written: int = 0

    @property
    def is_wrong(self) -> bool:
        """Whether nothing of it can be written."""
        return bool(self.trouble) or any(row.fate is Fate.WRONG for row in self.rows)

    def count(self, fate: Fate) -> int:
        """How many rows have this fate; those that are there already by their title are not new."""
        return sum(row.fate is fate and not row.duplicate for row in self.rows)

    @property
    def duplicates(self) -> int:
        """Rows without an id whose title an article has already."""
        return sum(row.duplicate for row in self.rows)


def find_files(folder: Path) -> tuple[list[Path], list[Path]]:
    """The files of articles below a folder, and those that are none; raises `BadInput` for too many."""
    taken: list[Path] = []
    left: list[Path] = []
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.is_symlink() or path.name.startswith((".", "~$")):
            continue
        (taken if path.suffix.lower().lstrip(".") in FORMS else left).append(path)
        if len(taken) + len(left) > MOST_FILES:
            raise BadInput(f"a folder has at most {MOST_FILES} files")
    return taken, left


class FolderImport:
    """Brings a folder in; `by` None only tries."""

    def __init__(self, database: Database, folder: Path, *, today: date, topic: str, by: By | None) -> None:
        """`topic`: the category of articles that name none; empty for the name of their file."""
        self._database = database
        self._folder = folder
        self._today = today
        self._topic = topic
        self._by = by

    async def run(self, files: Sequence[Path], told: Callable[[], None]) -> list[FileReport]:
        """One file after the other; `told` is called after each."""
        reports = []
        for path in files:
            reports.append(await self._one(path))
            told()
        return reports

    async def _one(self, path: Path) -> FileReport:
        name = str(path.relative_to(self._folder))
        try:
            rows = self._read(path)
        except BadInput as error:
            return FileReport(name, trouble=error.detail)
        except OSError as error:
            return FileReport(name, trouble=f"cannot be read: {error.strerror}")
        if self._by is None:
            async with self._database.read() as connection:
                return FileReport(name, (await make_plan(connection, rows, _covers, today=self._today)).rows)
        async with self._database.write() as connection:
            plan = await make_plan(connection, rows, _covers, today=self._today)
            report = FileReport(name, plan.rows)
            if report.is_wrong:
                return report
            fresh = ImportPlan(tuple(row for row in plan.rows if not row.duplicate), plan.mark)
            return replace(report, written=await carry_out(connection, fresh, plan.mark, self._by))

    def _read(self, path: Path) -> list[Row]:
        if path.stat().st_size > MOST_BYTES:
            raise BadInput(f"a file may have {MOST_BYTES} bytes")
        topic = (self._topic or path.stem)[:_TOPIC_LIMIT]
        rows = FORMS[FileKind(path.suffix.lower().lstrip("."))].read(path.read_bytes())
        return [self._with_topic(row, topic) for row in rows]

    @staticmethod
    def _with_topic(row: Row, topic: str) -> Row:
        if row.cells.get("topic", "").strip() or row.cells.get("id", "").strip():
            return row
        return replace(row, cells={**row.cells, "topic": topic})


def report_of(reports: Sequence[FileReport]) -> bytes:
    """The report as CSV: a line for each finding, and one for each row without."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(_HEADING)
    for report in reports:
        if report.trouble:
            writer.writerow(
                map(harmless, (report.name, "", "", "", "wrong", "", "unreadable", report.trouble))
            )
        for row in report.rows:
            for line in _lines(report.name, row):
                writer.writerow(map(harmless, line))
    return (MARK + text.getvalue()).encode()


def _lines(name: str, row: PlannedRow) -> Iterator[tuple[str, ...]]:
    fate = "duplicate" if row.duplicate else row.fate.value
    begin = (name, str(row.number), row.article_id, row.title[:200], fate)
    found = [(each.column, each.code, each.detail) for each in row.faults]
    found += [("", each.code, each.detail) for each in row.problems]
    found += [(column, "changes", "") for column in row.changes]
    yield from ((*begin, *each) for each in found or [("", "", "")])


async def _covers(_place: ObjectPlace) -> bool:
    """Whoever has the terminal reaches everything."""
    return True
