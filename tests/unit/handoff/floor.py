"""Agents, offers and customers on the spine: short names for what the tests do."""

import uuid
from typing import Any, Literal
from zoneinfo import ZoneInfo

from handoff.agents import Agents
from handoff.callbacks.callbacks import Callbacks
from handoff.endings import TaskEndings
from handoff.mediums import Mediums
from handoff.offering import OfferRounds
from handoff.store.reservations import TaskKey
from handoff.store.schema import agent, reservation, task
from handoff.tasks import do_request_person
from hub.commands import CommandContext
from hub.messages import RequestPerson
from hub.reactions import Closed, MediumChanged
from tests.unit.hub.spine import Spine, key_of

ZONE = ZoneInfo("Asia/Shanghai")
Medium = Literal["chat", "video"]


class Floor:
    """One router, and agents whose desks are open as long as they are heard."""

    def __init__(self, spine: Spine) -> None:
        self.spine = spine
        self.commands = Agents(spine.conversations, spine.clock)
        self.offering = OfferRounds(spine.database, spine.clock, spine.conversations)
        self.callbacks = Callbacks(spine.conversations, spine.clock, ZONE)
        spine.hooks.reactions.inside(Closed, TaskEndings(self.callbacks, self.commands).do_closed)
        self.open_desks: set[str] = set()

    async def do(self, name: str, *arguments: Any) -> None:
        """One command of an agent, in a transaction of its own."""
        async with self.spine.database.write() as connection:
            await getattr(self.commands, name)(connection, *arguments)

    async def available(self, *agents: str) -> None:
        """They come one second after the other, so that the first is idle longest."""
        for each in agents:
            self.open_desks.add(each)
            await self.do("do_hear", each)
            await self.do("do_set_status", each, "available")
            self.spine.clock.turn(1)

    async def asks(
        self, visitor: str = "visitor", *, urgent: bool = False, time: str = "", medium: Medium = "chat"
    ) -> TaskKey:
        """A customer asks for a person; `time`: one for each time that is not the first."""
        said = await self.spine.say("转人工", visitor=visitor, provider_id=f"p-{visitor}{time}")
        key = TaskKey(key_of(visitor), said.conversation, 1)
        await self.request(key, urgent=urgent, medium=medium)
        self.spine.clock.turn(0.01)
        return key

    async def request(self, key: TaskKey, *, urgent: bool = False, medium: Medium = "chat") -> None:
        """What a turn does in which somebody wants a person."""
        now = self.spine.clock.now()
        context = CommandContext(identity=key.identity, conversation=key.conversation, turn=key.turn, now=now)
        async with self.spine.database.write() as connection:
            wish = RequestPerson(reason="客户要求人工", urgent=urgent, medium=medium)
            await do_request_person(connection, wish, context)

    async def call(self, key: TaskKey, medium: Medium) -> None:
        """A call has begun in a conversation, or is over."""
        changed = MediumChanged(key.identity, key.conversation, medium, self.spine.clock.now())
        async with self.spine.database.write() as connection:
            await Mediums().do_changed(connection, changed)

    async def round(self, after_s: float = 0.5) -> list[tuple[str, str]]:
        """A round of the router; gives who is offered whose task now."""
        self.spine.clock.turn(after_s)
        for each in self.open_desks:
            await self.do("do_hear", each)
        async with self.spine.database.write() as connection:
            await self.offering.do_round(connection)
        rows = [row for row in await self.spine.rows(reservation) if row.state == "pending"]
        return [(row.account_id, row.identity_key) for row in sorted(rows, key=lambda row: row.account_id)]

    async def offer_to(self, agent_id: str) -> str:
        """The offer that an agent has."""
        (row,) = [
            each
            for each in await self.spine.rows(reservation)
            if (each.account_id, each.state) == (agent_id, "pending")
        ]
        return str(row.reservation_id)

    async def accept(self, agent_id: str) -> None:
        await self.do("do_accept", agent_id, f"客服 {agent_id}", await self.offer_to(agent_id))

    async def say(self, agent_id: str, key: TaskKey, text: str, wish: str | None = None) -> None:
        await self.do("do_say", agent_id, f"客服 {agent_id}", key, text, wish or str(uuid.uuid4()))

    async def end(self, agent_id: str, key: TaskKey) -> None:
        """Ends and wraps up."""
        await self.do("do_end", agent_id, key)
        await self.do("do_complete", agent_id, key, "solved", "已解答")

    async def task_of(self, key: TaskKey) -> Any:
        (row,) = [
            each
            for each in await self.spine.rows(task)
            if (each.identity_key, each.conversation, each.turn) == key
        ]
        return row

    async def agent_of(self, agent_id: str) -> Any:
        (row,) = [each for each in await self.spine.rows(agent) if each.account_id == agent_id]
        return row

    async def check(self) -> None:
        """What holds at every commit: room equals what is in hand, one offer and one owner a task."""
        rows = await self.spine.rows(reservation)
        for each in await self.spine.rows(agent):
            live = [
                row
                for row in rows
                if row.account_id == each.account_id and row.state in ("pending", "accepted", "wrapping")
            ]
            assert each.used == sum(row.cost for row in live) <= each.room
        places = [(row.identity_key, row.conversation, row.turn, row.state) for row in rows]
        assert len([p for p in places if p[3] == "pending"]) == len({p for p in places if p[3] == "pending"})
        owners = [place[:3] for place in places if place[3] in ("accepted", "wrapping")]
        assert len(owners) == len(set(owners))
