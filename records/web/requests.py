"""`/staff/records/requests`: what is asked for about a customer, and the second person's word on it."""

import base64
import io
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import TooLarge
from hub.parts import PartContext
from hub.staff import CurrentStaff, Names, StaffCall, StaffModel, StaffRoute, WaitingWork
from records.exporting import export
from records.left import read_left
from records.requests import KEPT_READY, LONGEST, RecordsReason, RecordsWanted, Requests
from records.rights import APPROVE, ASK, CUSTOMER, READ, REQUEST, house
from records.store import requests
from records.web.customers import Counted, counted

SHOWN = 100
MOST_BYTES = 64 * 2**20
"""A longer archive is for the command at the terminal."""

ONE = "/staff/records/requests/<request_id>"


class NewRequest(StaffModel):
    """What is to be done to whose records, why, and the number of the case or application."""

    who: Annotated[str, Names(CUSTOMER), Field(max_length=64)]
    kind: Annotated[RecordsWanted, Field(examples=["export"])]
    reason: Annotated[RecordsReason, Field(examples=["customer"])]
    reference: Annotated[str, Field(min_length=1, max_length=LONGEST, examples=["DSAR-2026-118"])]


class RecordsOutcomeShown(StaffModel):
    """What came of it: rows by table, files, places in logs; what is kept; or what kept it back (`why`)."""

    rows: list[Counted] = Field(default_factory=list)
    files: int = 0
    in_logs: int = 0
    left: list[Counted] = Field(default_factory=list)
    why: str = ""


class RequestShown(StaffModel):
    """One request; `mine`: the one who looks asked for it; `ready_until`: an export can be taken."""

    request_id: str
    kind: RecordsWanted
    who: str
    customer: str
    reason: RecordsReason
    reference: str
    state: str
    asker: str
    asked_at: datetime
    decider: str
    decided_at: datetime | None
    mine: bool
    ready_until: datetime | None
    outcome: RecordsOutcomeShown


class RequestsShown(StaffModel):
    """Those that wait first, then the newest; at most 100."""

    requests: list[RequestShown]


class Asked(StaffModel):
    """The request that was written."""

    request_id: str


class Archive(StaffModel):
    """An archive for the browser to keep; `content` in Base64."""

    name: str
    content: str


class Capped(io.BytesIO):
    """Bytes in memory, up to a limit; raises `TooLarge`."""

    def write(self, data: Any, /) -> int:
        """Takes more."""
        if self.tell() + len(data) > MOST_BYTES:
            raise TooLarge("the archive is too long for a browser: yuanqiao customer export writes it")
        return super().write(data)


class RequestRoutes:
    """What is done with requests at the desk."""

    def __init__(self, context: PartContext) -> None:
        self._context = context
        self._requests = Requests(context.clock)

    def routes(self) -> Sequence[StaffRoute]:
        """The routes."""
        about = {"request_id": REQUEST}
        return (
            StaffRoute(
                "GET", "/staff/records/requests", right=READ, answer=RequestsShown, handle=self.newest
            ),
            StaffRoute(
                "POST",
                "/staff/records/requests",
                right=ASK,
                body=NewRequest,
                answer=Asked,
                handle=self.ask,
                audit="records.asked",
            ),
            StaffRoute(
                "POST",
                f"{ONE}/approve",
                right=APPROVE,
                about=about,
                handle=self.approve,
                audit="records.approved",
            ),
            StaffRoute(
                "POST",
                f"{ONE}/refuse",
                right=APPROVE,
                about=about,
                handle=self.refuse,
                audit="records.refused",
            ),
            StaffRoute(
                "POST",
                f"{ONE}/archive",
                right=ASK,
                about=about,
                answer=Archive,
                handle=self.take,
                audit="records.taken",
                transaction=False,
            ),
        )

    async def newest(self, call: StaffCall[Any]) -> RequestsShown:
        """Requests about customers."""
        if not await call.reach.covers(call.connection, await house(call.connection)):
            return RequestsShown(requests=[])
        rows = await requests.newest(call.connection, SHOWN)
        return RequestsShown(requests=[self._shown(row, call.staff.account_id) for row in rows])

    async def ask(self, call: StaffCall[NewRequest]) -> Asked:
        """Asks for something to be done, which somebody else approves."""
        body, by = call.body, call.staff.account_id
        request_id = await self._requests.do_ask(
            call.connection, body.who, body.kind, body.reason, body.reference, by
        )
        call.note(request=request_id, kind=body.kind, reason=body.reason, reference=body.reference)
        return Asked(request_id=request_id)

    async def approve(self, call: StaffCall[Any]) -> None:
        """Has it done, by somebody else than who asked."""
        row = await self._requests.do_approve(call.connection, call.args["request_id"], call.staff.account_id)
        call.note(kind=row.kind, asked_by=row.asked_by, who=row.who)

    async def refuse(self, call: StaffCall[Any]) -> None:
        """Leaves it undone; who asked takes it back so."""
        row = await self._requests.do_refuse(call.connection, call.args["request_id"], call.staff.account_id)
        call.note(kind=row.kind, asked_by=row.asked_by, who=row.who)

    async def take(self, call: StaffCall[Any]) -> Archive:
        """The archive of an approved export, made at this moment: it lies nowhere in the house."""
        context, by, file = self._context, call.staff.account_id, Capped()
        async with context.database.read() as connection:
            row = await self._requests.check_ready(connection, call.args["request_id"], by)
        more = {"approved_by": row.decided_by, "request": row.request_id}
        await export(context.database, context.settings, context.clock, row.who, file, actor=by, **more)
        name = f"records-{row.who[:6].upper()}-{context.clock.now():%Y%m%d}.zip"
        return Archive(name=name, content=base64.b64encode(file.getbuffer()).decode())

    def _shown(self, row: Any, by: str) -> RequestShown:
        export_done = row.kind == RecordsWanted.EXPORT and row.state == "done"
        until = row.decided_at + KEPT_READY if export_done else None
        mine = row.asked_by == by
        return RequestShown(
            request_id=row.request_id,
            kind=row.kind,
            who=row.who,
            customer=row.who[:6].upper(),
            reason=row.reason,
            reference=row.reference,
            state=row.state,
            asker=row.asker or "",
            asked_at=row.asked_at,
            decider=row.decider or "",
            decided_at=row.decided_at,
            mine=mine,
            ready_until=until if until is not None and until > self._context.clock.now() else None,
            outcome=_outcome(row.outcome),
        )


async def _waiting(connection: AsyncConnection, staff: CurrentStaff) -> int:
    if not await staff.reach(APPROVE).covers(connection, await house(connection)):
        return 0
    return await requests.waiting_of_others(connection, staff.account_id)


WAITING = WaitingWork("records/requests", APPROVE, _waiting)


def _outcome(stored: dict[str, Any]) -> RecordsOutcomeShown:
    rows = sorted(stored.get("rows", {}).items())
    return RecordsOutcomeShown(
        rows=[Counted(what=what, count=count) for what, count in rows],
        files=stored.get("files", 0),
        in_logs=stored.get("in_logs", 0),
        left=[counted(each) for each in read_left(stored.get("left", ()))],
        why=stored.get("why", ""),
    )
