"""`/staff/kb/import`, `/staff/kb/export`: articles as files; a dry run shows what a file would change."""

import asyncio
import base64
import binascii
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import BadInput, TooLarge
from hub.ports import Clock
from hub.staff import ObjectPlace, StaffCall, StaffModel, StaffRoute
from hub.staff.four_eyes import By
from kb.exchange.columns import Row, to_cells
from kb.exchange.files import FORMS, MOST_FILE_BYTES, FileKind
from kb.exchange.plan import Fate, ImportPlan, PlannedRow, carry_out, contents_of, make_plan
from kb.exchange.tables import MOST_ROWS
from kb.store import drafts as store
from kb.store.schema_studio import about, category
from kb.web.studio.reviews import narrowed
from kb.web.studio.rights import EDIT, READ
from kb.web.studio.shown import DifferingLine, Listing, ProblemShown, problems_shown

MOST_BODY_BYTES = MOST_FILE_BYTES * 4 // 3 + 1000
LINES_SHOWN = 30
"""Lines of one field that the dry run tells."""

_EXAMPLE = base64.b64encode("标题,分类\n卡丢了怎么办,卡片\n".encode()).decode()


class ExchangeFile(StaffModel):
    """A file; `data` in Base64."""

    kind: FileKind = Field(examples=["csv"], strict=False)
    data: str = Field(max_length=MOST_FILE_BYTES * 4 // 3 + 4, examples=[_EXAMPLE])


class AgreedFile(ExchangeFile):
    """A file whose dry run was looked at: `mark` is that of the dry run."""

    mark: str = Field(pattern="^[0-9a-f]{64}$", examples=["0" * 64])


class FaultShown(StaffModel):
    """What is wrong in a row; `column` is empty where it is the whole row."""

    column: str
    code: str
    detail: str


class RowShown(StaffModel):
    """One row of the file; `duplicate`: another article has its title already."""

    number: int
    article_id: str
    title: str
    fate: Fate
    faults: list[FaultShown]
    changes: dict[str, list[DifferingLine]]
    problems: list[ProblemShown]
    duplicate: bool


class PlanShown(StaffModel):
    """What the file would change."""

    rows: list[RowShown]
    counts: dict[Fate, int]
    mark: str


class Imported(StaffModel):
    """How many drafts were written."""

    written: int


class ExportQuery(Listing):
    """Which articles are wanted, in which kind of file."""

    kind: FileKind = Field(default=FileKind.XLSX, strict=False)


class Exported(StaffModel):
    """The file in Base64; `more`: there are further articles, which did not fit."""

    name: str
    data: str
    count: int
    more: bool


class ExchangeRoutes:
    """Articles out of the studio and into it."""

    def __init__(self, clock: Clock, zone: ZoneInfo) -> None:
        self._clock = clock
        self._zone = zone

    def routes(self) -> Sequence[StaffRoute]:
        """The routes."""
        return (
            StaffRoute(
                "GET",
                "/staff/kb/export",
                right=READ,
                query=ExportQuery,
                answer=Exported,
                handle=self.export,
                audit="articles.exported",
                transaction=False,
            ),
            StaffRoute(
                "POST",
                "/staff/kb/import/try",
                right=EDIT,
                body=ExchangeFile,
                answer=PlanShown,
                prepare=_rows,
                handle=self.try_import,
                asks=True,
                largest=MOST_BODY_BYTES,
            ),
            StaffRoute(
                "POST",
                "/staff/kb/import",
                right=EDIT,
                body=AgreedFile,
                answer=Imported,
                prepare=_rows,
                handle=self.do_import,
                audit="articles.imported",
                largest=MOST_BODY_BYTES,
            ),
        )

    async def export(self, call: StaffCall[Any]) -> Exported:
        """The articles that the list would show, each as its editors would go on from it."""
        query: ExportQuery = call.query
        within = call.reach.where(account=about.c.owner_id, branch=category.c.branch_id)
        async with call.house.database.read_aside() as connection:
            today = self._now().date()
            wanted = await narrowed(call, connection, query, today)
            rows = await store.listed(connection, within, today=today, limit=MOST_ROWS + 1, **wanted)
            ids = [row.article_id for row in rows[:MOST_ROWS]]
            contents = await contents_of(connection, ids)
        cells = [to_cells(article_id, content) for article_id, (content, _) in contents.items()]
        data = await asyncio.to_thread(FORMS[query.kind].write, cells)
        return Exported(
            name=f"knowledge-{self._now():%Y%m%d-%H%M}.{query.kind.value}",
            data=base64.b64encode(data).decode(),
            count=len(cells),
            more=len(rows) > MOST_ROWS,
        )

    async def try_import(self, call: StaffCall[ExchangeFile]) -> PlanShown:
        """What the file would change."""
        return _shown(await self._plan(call))

    async def do_import(self, call: StaffCall[AgreedFile]) -> Imported:
        """Writes the drafts that the dry run told of."""
        plan = await self._plan(call)
        by = By(call.staff.account_id, self._clock.now())
        written = await carry_out(call.connection, plan, call.body.mark, by)
        call.note(count=written)
        return Imported(written=written)

    async def _plan(self, call: StaffCall[Any]) -> ImportPlan:
        connection: AsyncConnection = call.connection

        async def covers(place: ObjectPlace) -> bool:
            return await call.reach.covers(connection, place)

        return await make_plan(connection, call.prepared, covers, today=self._now().date())

    def _now(self) -> datetime:
        return self._clock.now().astimezone(self._zone)


async def _rows(call: StaffCall[Any]) -> list[Row]:
    """The rows of the file that came; raises `BadInput`."""
    body: ExchangeFile = call.body
    try:
        data = base64.b64decode(body.data, validate=True)
    except binascii.Error:
        raise BadInput("the file is not in Base64") from None
    if len(data) > MOST_FILE_BYTES:
        raise TooLarge(f"a file may have {MOST_FILE_BYTES} bytes")
    return await asyncio.to_thread(FORMS[body.kind].read, data)


def _shown(plan: ImportPlan) -> PlanShown:
    return PlanShown(
        rows=[_row_shown(row) for row in plan.rows],
        counts={fate: plan.count(fate) for fate in Fate},
        mark=plan.mark,
    )


def _row_shown(row: PlannedRow) -> RowShown:
    return RowShown(
        number=row.number,
        article_id=row.article_id,
        title=row.title[:200],
        fate=row.fate,
        faults=[FaultShown(column=each.column, code=each.code, detail=each.detail) for each in row.faults],
        changes={
            name: [
                DifferingLine(mark=line.mark, text=line.text)
                for line in [each for each in lines if each.mark != "same"][:LINES_SHOWN]
            ]
            for name, lines in row.changes.items()
        },
        problems=problems_shown(row.problems),
        duplicate=row.duplicate,
    )
