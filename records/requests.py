"""Requests about customers: one person asks, with a reason, and another approves.

A hold stands from the moment it is asked for, since waiting for the second person could lose what it is to
keep; who refuses it lifts it. All else is done once it is approved.
"""

import secrets
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import BadInput, Conflict, NotAllowed, NotFound
from hub.ports import Clock
from records import holding
from records.erasing import check_erasable
from records.persons import RecordedPerson, find_person
from records.store import holds, requests

LONGEST = holding.LONGEST
KEPT_READY = timedelta(days=7)
"""So long after its approval the asker may take an export."""


class RecordsWanted(StrEnum):
    """What is asked for."""

    EXPORT = "export"
    ERASE = "erase"
    HOLD = "hold"
    RELEASE = "release"


class RecordsReason(StrEnum):
    """Why; a list, since words of one's own would hold the customer's data."""

    CUSTOMER = "customer"
    COURT = "court"
    COMPLAINT = "complaint"
    COMPLIANCE = "compliance"


class Requests:
    """Asked, approved, refused, withdrawn; each `do_…` writes in its caller's transaction."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def do_ask(
        self,
        connection: AsyncConnection,
        who: str,
        wanted: RecordsWanted,
        reason: RecordsReason,
        reference: str,
        by: str,
    ) -> str:
        """Writes a request and gives its id; `reference`: the number of the case or application.

        Raises `BadInput`, `NotFound`, and `Conflict` where it could not be done, or is asked for already.
        """
        if not 0 < len(reference) <= LONGEST or not reference.isprintable():
            raise BadInput(f"the case is named in {LONGEST} characters at most")
        person = await find_person(connection, who, lock=True)
        await _check(connection, person, wanted, reference)
        request_id = secrets.token_hex(16)
        added = await requests.add(
            connection,
            request_id=request_id,
            kind=wanted,
            who=who.partition(".")[0],
            person=person.contact_id,
            reason=reason,
            reference=reference,
            state="asked",
            asked_by=by,
            asked_at=self._clock.now(),
            outcome={},
        )
        if not added:
            raise Conflict("the same is asked for already")
        if wanted is RecordsWanted.HOLD:
            await holding.do_place(connection, self._clock, who, reference)
        return request_id

    async def do_approve(self, connection: AsyncConnection, request_id: str, by: str) -> Any:
        """Has it done; raises `NotAllowed` for who asked, and `Conflict` where it cannot be done any more."""
        row = await self._waiting(connection, request_id)
        if row.asked_by == by:
            raise NotAllowed("somebody else has to approve what you asked for")
        wanted, ends = RecordsWanted(row.kind), {"ended_at": self._clock.now()}
        if wanted is RecordsWanted.ERASE:
            person = await find_person(connection, row.who, lock=True)
            await check_erasable(connection, person)
            await self._decide(connection, row, "approved", by)
        elif wanted is RecordsWanted.RELEASE:
            await holding.do_lift(connection, self._clock, row.who, row.reference)
            await self._decide(connection, row, "done", by, **ends)
        elif wanted is RecordsWanted.HOLD:
            await self._decide(connection, row, "done", by, **ends)
        else:
            await self._decide(connection, row, "done", by)
        return row

    async def do_refuse(self, connection: AsyncConnection, request_id: str, by: str) -> Any:
        """Leaves it undone: the second person says no, or who asked takes it back. Raises `Conflict`."""
        row = await self._waiting(connection, request_id)
        if RecordsWanted(row.kind) is RecordsWanted.HOLD:
            await self._lift(connection, row)
        state = "withdrawn" if row.asked_by == by else "refused"
        await self._decide(connection, row, state, by, ended_at=self._clock.now())
        return row

    async def check_ready(self, connection: AsyncConnection, request_id: str, by: str) -> Any:
        """An approved export that this account may take now; raises `NotFound`, `Conflict`."""
        row = await self._get(connection, request_id)
        if row.kind != RecordsWanted.EXPORT or row.state != "done":
            raise Conflict("nothing is ready to be taken", state=row.state)
        if row.asked_by != by:
            raise Conflict("only who asked for it takes it", state="another's")
        if self._clock.now() >= row.decided_at + KEPT_READY:
            raise Conflict("the time to take it is over: ask again", state="over")
        return row

    async def _lift(self, connection: AsyncConnection, row: Any) -> None:
        try:
            await holding.do_lift(connection, self._clock, row.who, row.reference)
        except NotFound:
            return  # it was lifted at the terminal meanwhile

    async def _get(self, connection: AsyncConnection, request_id: str, *, lock: bool = False) -> Any:
        row = await requests.get(connection, request_id, lock=lock)
        if row is None:
            raise NotFound("there is no such request")
        return row

    async def _waiting(self, connection: AsyncConnection, request_id: str) -> Any:
        row = await self._get(connection, request_id, lock=True)
        if row.state != "asked":
            raise Conflict("it was decided already", state=row.state)
        return row

    async def _decide(self, connection: AsyncConnection, row: Any, after: str, by: str, **more: Any) -> None:
        decided = {"decided_by": by, "decided_at": self._clock.now(), **more}
        if not await requests.move(connection, row.request_id, "asked", after, **decided):
            raise Conflict("it was decided already")


async def _check(
    connection: AsyncConnection, person: RecordedPerson, wanted: RecordsWanted, reference: str
) -> None:
    """Raises `Conflict` for what cannot be done to this customer now."""
    if wanted is RecordsWanted.ERASE:
        await check_erasable(connection, person)
    if wanted in (RecordsWanted.HOLD, RecordsWanted.RELEASE):
        standing = await holds.standing(connection, person.contact_ids)
        stands = any(row.reference == reference for row in standing)
        if wanted is RecordsWanted.RELEASE and not stands:
            raise Conflict("no hold for this case stands")
        if wanted is RecordsWanted.HOLD and stands:
            raise Conflict("a hold for this case stands already")
