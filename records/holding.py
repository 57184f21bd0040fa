"""Places and lifts legal holds, and writes both into the audit."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import BadInput, Conflict, NotFound
from hub.ports import Clock
from hub.staff.audit import TERMINAL, Audit
from hub.store.database import Database
from records.persons import find_person
from records.store import holds

LONGEST = 100


async def place(database: Database, clock: Clock, who: str, reference: str) -> None:
    """Has nothing of a customer removed while this case goes on.

    Raises `BadInput`, `NotFound`, and `Conflict` where a hold for the case stands.
    """
    async with database.write() as connection:
        contact_id = await do_place(connection, clock, who, reference)
        await _note(connection, clock, "customer.held", contact_id)


async def do_place(connection: AsyncConnection, clock: Clock, who: str, reference: str) -> str:
    """Places a hold, and tells on which contact; raises what `place` raises."""
    if not 0 < len(reference) <= LONGEST or not reference.isprintable():
        raise BadInput(f"the case is named in {LONGEST} characters at most")
    person = await find_person(connection, who, lock=True)
    if any(row.reference == reference for row in await holds.standing(connection, person.contact_ids)):
        raise Conflict("a hold for this case stands already")
    await holds.place(connection, person.contact_id, reference, clock.now())
    return person.contact_id


async def lift(database: Database, clock: Clock, who: str, reference: str) -> None:
    """Ends the hold for a case; raises `NotFound` where none stands."""
    async with database.write() as connection:
        contact_id = await do_lift(connection, clock, who, reference)
        await _note(connection, clock, "customer.released", contact_id)


async def do_lift(connection: AsyncConnection, clock: Clock, who: str, reference: str) -> str:
    """Ends a hold, and tells on which contact; raises `NotFound` where none stands."""
    person = await find_person(connection, who, lock=True)
    if not await holds.lift(connection, person.contact_ids, reference, clock.now()):
        raise NotFound("no hold for this case stands")
    return person.contact_id


async def standing(database: Database, who: str) -> Sequence[Any]:
    """The holds that stand on a customer."""
    async with database.read() as connection:
        person = await find_person(connection, who)
        return await holds.standing(connection, person.contact_ids)


async def _note(connection: AsyncConnection, clock: Clock, action: str, contact_id: str) -> None:
    await Audit(clock).append(connection, action, actor=TERMINAL, object_kind="contact", object_id=contact_id)
