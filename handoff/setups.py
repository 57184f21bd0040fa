"""Reads and changes what a bank has set up, with an entry in the audit for each change."""

from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.setup import AgentSetup, CalendarSetup, QueueSetup
from handoff.store import changes, setups
from handoff.store.schema_routing import agent_profile, calendar, queue
from hub.errors import BadInput, Conflict, NotFound
from hub.ports import Clock
from hub.staff.audit import Audit

S = TypeVar("S", QueueSetup, CalendarSetup, AgentSetup)


class Versioned(NamedTuple, Generic[S]):
    """A setup and the version that a change of it has to name."""

    setup: S
    version: int


async def queues(connection: AsyncConnection) -> list[Versioned[QueueSetup]]:
    """All queues, in the order in which they are asked whose a task is."""
    found = [_read(QueueSetup, row) for row in await setups.all_of(connection, queue)]
    return sorted(found, key=lambda each: (each.setup.place, each.setup.queue_id))


async def calendars(connection: AsyncConnection) -> list[Versioned[CalendarSetup]]:
    """All calendars."""
    return [_read(CalendarSetup, row) for row in await setups.all_of(connection, calendar)]


async def profiles(connection: AsyncConnection) -> list[Versioned[AgentSetup]]:
    """The profiles of all agents who have one."""
    return [_read(AgentSetup, row) for row in await setups.all_of(connection, agent_profile)]


async def profile(connection: AsyncConnection, account_id: str) -> Versioned[AgentSetup]:
    """An agent's profile; one of version 0 with the usual values where nobody has written any."""
    row = await setups.get(connection, agent_profile, account_id)
    return Versioned(AgentSetup(account_id=account_id), 0) if row is None else _read(AgentSetup, row)


class Setups:
    """The changes; each writes in its caller's transaction and is the last thing in it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._audit = Audit(clock)

    async def do_put_queue(
        self, connection: AsyncConnection, setup: QueueSetup, *, version: int, actor: str
    ) -> None:
        """Makes or changes a queue. Raises `BadInput` for names of things that are not there, `Conflict`."""
        there = {each.setup.queue_id for each in await queues(connection)} | {setup.queue_id}
        named = {each for step in setup.ladder for each in step.add_queues}
        if setup.overflow_to is not None:
            named.add(setup.overflow_to)
        if not named <= there or setup.overflow_to == setup.queue_id:
            raise BadInput("the queue names another that is not there", queue=setup.queue_id)
        if setup.calendar_id is not None and not await setups.get(connection, calendar, setup.calendar_id):
            raise BadInput("there is no such calendar")
        await self._put(connection, queue, setup.queue_id, setup, version, actor, place=setup.place)

    async def do_put_calendar(
        self, connection: AsyncConnection, setup: CalendarSetup, *, version: int, actor: str
    ) -> None:
        """Makes or changes a calendar; its queues open and close by it at once. Raises `Conflict`."""
        await self._put(connection, calendar, setup.calendar_id, setup, version, actor)

    async def do_put_profile(
        self, connection: AsyncConnection, setup: AgentSetup, *, version: int, actor: str
    ) -> None:
        """Says what an agent can do; work in hand stays. Raises `BadInput`, `Conflict`."""
        there = {each.setup.queue_id for each in await queues(connection)}
        if setup.queues is not None and not set(setup.queues) <= there:
            raise BadInput("there is no such queue")
        await self._put(connection, agent_profile, setup.account_id, setup, version, actor)

    async def do_remove_queue(
        self, connection: AsyncConnection, queue_id: str, *, version: int, actor: str
    ) -> None:
        """Removes a queue; who waits in it waits in the last of the others. Raises `Conflict`, `NotFound`."""
        if await setups.get(connection, queue, queue_id) is None:
            raise NotFound("there is no such queue")
        for each in await queues(connection):
            steps = {name for step in each.setup.ladder for name in step.add_queues}
            if each.setup.overflow_to == queue_id or queue_id in steps:
                raise Conflict("another queue leads here", queue=each.setup.queue_id)
        if not await setups.remove(connection, queue, queue_id, version=version):
            raise Conflict("somebody else has changed it since")
        await self._tell(connection, queue, queue_id, "removed", version, actor)

    async def _put(
        self,
        connection: AsyncConnection,
        table: Table,
        key: str,
        setup: QueueSetup | CalendarSetup | AgentSetup,
        version: int,
        actor: str,
        **values: int,
    ) -> None:
        written = setup.model_dump(mode="json")
        if not await setups.put(
            connection, table, key, version=version, now=self._clock.now(), setup=written, **values
        ):
            raise Conflict("somebody else has changed it since")
        await self._tell(connection, table, key, "changed", version + 1, actor)

    async def _tell(
        self, connection: AsyncConnection, table: Table, key: str, what: str, version: int, actor: str
    ) -> None:
        await changes.tell(connection, changes.SETUP, key)
        await self._audit.append(
            connection,
            f"{table.name}.{what}",
            actor=actor,
            object_kind=table.name,
            object_id=key,
            version=version,
        )


def _read(kind: type[S], row: Any) -> Versioned[S]:
    return Versioned(kind.model_validate(row.setup), row.version)
