"""The live router as a machine for property tests: any commands in any order, with leaps of the clock.

What has to hold of the rows after each step stands in `live_rows.py`.
"""

import asyncio
import uuid
from collections import Counter
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from handoff import setups
from handoff.arrivals import Arrivals
from handoff.holding import ConversationHolding
from handoff.live.live_board import LiveBoard
from handoff.live.reading import read_board
from handoff.offering import OfferRounds
from handoff.satisfaction import Satisfaction
from handoff.setup import AgentSetup, QueueSetup
from handoff.store.reservations import TaskKey
from handoff.store.schema import reservation, task
from handoff.taking_back import TakingBack
from handoff.transferring import Target, Transferring
from hub.errors import BadInput, Conflict, NotFound
from hub.messages import Facts
from hub.reactions import Arrived
from hub.store import identities, leases
from hub.store.database import Database
from hub.store.leases import Lease
from tests.unit.handoff.floor import Floor, Medium
from tests.unit.handoff.live_rows import AGENTS, LIVE, NOTE, PEOPLE, QUEUES, SETTINGS, LiveRows
from tests.unit.hub.spine import Spine, key_of

REFUSED = (BadInput, Conflict, NotFound)
SELDOM = st.sampled_from([True, *[False] * 5])
pick_agent = st.sampled_from(AGENTS)


def told(live: LiveBoard) -> tuple[dict[str, Any], dict[str, Any]]:
    """What of a board has to be the same however it came about: tasks with their keys, and loads."""
    tasks = {name: (each.state, each.channel, each.key[:4]) for name, each in live.board.tasks.items()}
    loads = {each.id: each.load for each in live.board.agents}
    some = {
        name: (load.used, load.owed, +Counter(load.counts), +Counter(load.offers))
        for name, load in loads.items()
    }
    return tasks, some


class LiveRouting(LiveRows):
    """A router over a database, and what was done to it; `new_url` names a migrated one."""

    new_url: ClassVar[Any]

    def __init__(self) -> None:
        super().__init__()
        self.versions: Counter[str] = Counter()
        self.url = self.new_url()
        self.run(self.begin())

    async def empty(self) -> None:
        """Removes what an earlier run has left."""

    async def begin(self) -> None:
        self.database = Database(self.url)
        await self.empty()
        self.floor = Floor(Spine(self.database))
        spine = self.floor.spine
        self.lead_anew()
        self.holding = ConversationHolding(spine.conversations, spine.clock)
        self.sending = Transferring(spine.conversations, spine.clock)
        both = (spine.conversations, spine.clock)
        arrivals = Arrivals(Satisfaction(*both), self.holding, TakingBack(*both))
        spine.hooks.reactions.inside(Arrived, arrivals.do_take)
        self.setups = setups.Setups(spine.clock)

    @initialize()
    def set_up(self) -> None:
        async def write() -> None:
            for each in QUEUES:
                setup = QueueSetup.model_validate({"name": "队列", "name_en": "Queue", **each})
                async with self.database.write() as connection:
                    await self.setups.do_put_queue(connection, setup, version=0)
            for profile in PEOPLE:
                await self.put_profile(profile)
            await self.floor.available(*AGENTS)

        self.run(write())
        self.decide()

    async def put_profile(self, profile: dict[str, Any]) -> None:
        account_id = profile["account_id"]
        setup = self.profiles[account_id] = AgentSetup.model_validate(profile)
        async with self.database.write() as connection:
            await self.setups.do_put_profile(connection, setup, version=self.versions[account_id])
        self.versions[account_id] += 1

    def lead_anew(self) -> None:
        spine = self.floor.spine
        self.floor.offering = OfferRounds(spine.database, spine.clock, spine.conversations, SETTINGS)

    def teardown(self) -> None:
        async def close() -> None:
            await asyncio.gather(self.floor.spine.outbox.settle(), return_exceptions=True)
            await self.database.close()

        self.run(close())
        self.runner.close()

    # What people do

    @rule(
        wealthy=st.booleans(),
        tier=st.sampled_from(["gold", None]),
        urgent=st.sampled_from([True] + 5 * [False]),
    )
    def customer_asks(self, wealthy: bool, tier: str | None, urgent: bool) -> None:
        visitor = f"v{len(self.asked)}"

        async def ask() -> TaskKey:
            await self.floor.spine.say("你好", visitor=visitor, provider_id=f"hello-{visitor}")
            facts = Facts(segment="wealth" if wealthy else None, tier=tier)
            async with self.database.write() as connection:
                await identities.set_facts(connection, key_of(visitor), facts)
            return await self.floor.asks(visitor, urgent=urgent)

        self.asked.append(self.run(ask()))
        self.decide()

    @rule(data=st.data())
    def customer_asks_again(self, data: Any) -> None:
        if self.asked:
            number = data.draw(st.integers(0, len(self.asked) - 1))
            before = {self.place(row): row.state for row in self.rows(task)}
            if before[self.asked[number]] in ("queued", "offered", "assigned", "on_hold"):
                self.run(self.floor.asks(f"v{number}", time="again"))
                assert len(self.rows(task)) == len(before), "a second wish makes no second task (I9)"
                self.decide()

    @rule(data=st.data(), anew=st.booleans())
    def customer_asks_for_video(self, data: Any, anew: bool) -> None:
        """Somebody new, or one who waits already and keeps the place."""
        visitor = f"v{len(self.asked)}"
        if anew or not self.asked:
            self.asked.append(self.run(self.floor.asks(visitor, medium="video")))
        else:
            number = data.draw(st.integers(0, len(self.asked) - 1))
            (row,) = [row for row in self.rows(task) if self.place(row) == self.asked[number]]
            if row.state in ("queued", "offered", "assigned", "on_hold"):
                count = len(self.rows(task))
                self.run(self.floor.asks(f"v{number}", time=str(uuid.uuid4()), medium="video"))
                assert len(self.rows(task)) == count, "one open task a conversation (I9)"
        self.decide()

    @rule(data=st.data(), who=pick_agent, medium=st.sampled_from(["chat", "video"]))
    def a_call_begins_or_ends(self, data: Any, who: str, medium: Medium) -> None:
        self.of_own(data, who, lambda key: self.floor.call(key, medium))

    @rule(
        seconds=st.sampled_from([0.5, 1.0, 5.0, 16.0, 31.0, 130.0]),
        silent=st.sampled_from([*AGENTS, "", "", ""]),
    )
    def time_passes(self, seconds: float, silent: str) -> None:
        """`silent`: whose desk was not heard meanwhile."""
        there = self.floor.open_desks
        self.floor.open_desks = there - {silent}
        self.decide(seconds)
        self.floor.open_desks = there

    @rule(who=pick_agent, again=st.booleans())
    def accept(self, who: str, again: bool) -> None:
        for offer in self.live(who, "pending")[:1]:
            done = self.try_to(self.floor.do("do_accept", who, "客服", offer.reservation_id))
            if again and done:
                before = self.snapshot()
                assert self.try_to(self.floor.do("do_accept", who, "客服", offer.reservation_id))
                assert self.snapshot() == before, "accepting twice is accepting once (I9)"
            self.decide()

    @rule(data=st.data(), who=pick_agent)
    def accept_what_is_over_or_anothers(self, data: Any, who: str) -> None:
        rows = [row for row in self.rows(reservation) if row.account_id != who or row.state not in LIVE]
        if rows:
            before = self.snapshot()
            assert not self.try_to(
                self.floor.do("do_accept", who, "客服", data.draw(st.sampled_from(rows)).reservation_id)
            )
            assert self.snapshot() == before

    @rule(who=pick_agent)
    def decline(self, who: str) -> None:
        for offer in self.live(who, "pending")[:1]:
            assert self.try_to(self.floor.do("do_decline", who, offer.reservation_id, "busy"))
            self.decide()

    @rule(data=st.data(), who=pick_agent)
    def reply(self, data: Any, who: str) -> None:
        self.of_own(data, who, lambda key: self.floor.say(who, key, "您好"))

    @rule(data=st.data(), who=pick_agent)
    def note(self, data: Any, who: str) -> None:
        self.of_own(data, who, lambda key: self.floor.do("do_note", who, who, key, NOTE, str(uuid.uuid4())))

    @rule(data=st.data(), who=pick_agent)
    def end(self, data: Any, who: str) -> None:
        self.of_own(data, who, lambda key: self.floor.do("do_end", who, key))

    @rule(data=st.data(), who=pick_agent)
    def wrap_up(self, data: Any, who: str) -> None:
        rows = self.live(who, "wrapping")
        if rows:
            key = self.place(data.draw(st.sampled_from(rows)))
            done = self.floor.do("do_complete", who, key, "solved", "已解答")
            assert self.try_to(done)
            assert not self.try_to(self.floor.do("do_complete", who, key, "solved", "")), "once (I9)"
            self.decide()

    @rule(data=st.data(), who=pick_agent, hold=st.booleans())
    def hold(self, data: Any, who: str, hold: bool) -> None:
        async def do(key: TaskKey) -> None:
            async with self.database.write() as connection:
                await (self.holding.do_hold if hold else self.holding.do_resume)(connection, who, key)

        self.of_own(data, who, do)

    @rule(data=st.data(), who=pick_agent, to=st.sampled_from([*AGENTS, "first", "general"]))
    def transfer(self, data: Any, who: str, to: str) -> None:
        target = Target(agent=to) if to in AGENTS else Target(queue=to)

        async def do(key: TaskKey) -> None:
            async with self.database.write() as connection:
                await self.sending.do_transfer(connection, who, who, key, target, NOTE, str(uuid.uuid4()))

        self.of_own(data, who, do)

    @rule(data=st.data(), words=st.sampled_from(["还在吗", "还在吗", "不用人工了", ""]))
    def customer_speaks_or_leaves(self, data: Any, words: str) -> None:
        open_ones = [key for key in self.asked if key not in self.ended]
        if open_ones:
            key = data.draw(st.sampled_from(open_ones))
            self.run(self.speak(key, words) if words else self.leave(key))
            self.decide()

    async def leave(self, key: TaskKey) -> None:
        async with self.database.write() as connection:
            await self.floor.spine.conversations.do_close(
                connection, key.identity, key.conversation, by="customer"
            )

    async def speak(self, key: TaskKey, words: str) -> None:
        visitor = f"v{self.asked.index(key)}"
        await self.floor.spine.say(words, visitor=visitor, provider_id=str(uuid.uuid4()))

    @rule(who=pick_agent, status=st.sampled_from(["available", "available", "break", "offline"]))
    def set_status(self, who: str, status: str) -> None:
        self.run(self.floor.do("do_set_status", who, status))
        self.decide()

    @rule(who=st.sampled_from(PEOPLE), level=st.integers(0, 4))
    def skills_change(self, who: dict[str, Any], level: int) -> None:
        self.run(self.put_profile({**who, "skills": {"wealth": {"level": level}} if level else {}}))
        self.decide()

    @rule()
    def another_leads(self) -> None:
        self.lead_anew()
        self.decide()

    @rule()
    def a_paused_leader_wakes(self) -> None:
        async def wake() -> None:
            clock = self.floor.spine.clock
            async with self.database.write() as connection:
                old = await leases.take(connection, "offering", "hub-1", clock.now(), 5)
            assert old is not None
            async with self.database.write() as connection:
                later = clock.now() + timedelta(seconds=6)
                new = await leases.take(connection, "offering", "hub-2", later, 5)
                assert new is not None
                await leases.release(connection, new)
            spine = self.floor.spine
            paused = OfferRounds(spine.database, spine.clock, spine.conversations, SETTINGS)
            assert await paused.do_turn(Lease("offering", "hub-1", old.epoch)) is None

        before = self.snapshot()
        self.run(wake())
        assert self.snapshot() == before, "an old epoch writes nothing (I10)"

    @invariant()
    def a_new_leader_reads_the_same_board(self) -> None:
        async def read() -> LiveBoard:
            async with self.database.write() as connection:
                return await read_board(connection, SETTINGS, self.now())

        running = self.floor.offering._live
        if running is not None:
            assert told(self.run(read())) == told(running)

    def try_to(self, what: Coroutine[Any, Any, Any]) -> bool:
        try:
            self.run(what)
        except REFUSED:
            return False
        return True

    def of_own(self, data: Any, who: str, do: Any) -> None:
        rows = self.live(who, "accepted")
        if rows:
            self.try_to(do(self.place(data.draw(st.sampled_from(rows)))))
            self.decide()
