"""What the rows of a live router have to be at any moment: the invariants of docs/routing.md.

All of it is worked out anew from the database, never from the leader's board.
"""

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine, invariant

from handoff.agents import OFFER_SETTINGS
from handoff.setup import AgentSetup, ChannelSetup
from handoff.store.reservations import TaskKey
from handoff.store.schema import agent, reservation, task
from handoff.store.schema_routing import change
from hub.store.database import Database
from hub.store.schema import message
from tests.unit.handoff.floor import Floor

SETTINGS = replace(OFFER_SETTINGS, ramp_s=0.0)
"""Without the ramp, whose state no row tells."""

LADDER = (
    {"after_s": 15, "levels": {"wealth": 2}},
    {"after_s": 40, "drop_skills": ["wealth"], "add_queues": ["general"]},
)
QUEUES = (
    {"queue_id": "general", "place": 900},
    {
        "queue_id": "first",
        "place": 1,
        "segments": ["wealth"],
        "needs": [{"skill": "wealth", "level": 3}],
        "ladder": LADDER,
    },
)
ONE_CHAT = {"most": 1, "cost": 100, "wrap_cost": 50}
PEOPLE: tuple[dict[str, Any], ...] = (
    {"account_id": "a0", "skills": {"wealth": {"level": 4}}},
    {
        "account_id": "a1",
        "queues": ["general"],
        "channels": {"chat": ONE_CHAT},
    },
    {"account_id": "a2", "skills": {"wealth": {"level": 2}}, "queues": ["first"]},
)
AGENTS = tuple(each["account_id"] for each in PEOPLE)
TARGETS_S = {"vip": 20.0, "standard": 120.0}
DELTA_S = 100.0 + SETTINGS.transfer_credit_s
NOTE = "只给同事看的话"
LIVE = ("pending", "accepted", "wrapping")
ENDED = ("completed", "cancelled", "abandoned")


class LiveRows(RuleBasedStateMachine):
    """What stands in the database of a live router, and what has to hold of it."""

    floor: Floor
    database: Database

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.asked: list[TaskKey] = []
        self.ended: dict[TaskKey, Any] = {}
        self.keys: dict[TaskKey, tuple[Any, ...]] = {}
        self.seen_offers: set[str] = set()
        self.profiles: dict[str, AgentSetup] = {}
        self.read: dict[str, list[Any]] = {}

    def run(self, what: Coroutine[Any, Any, Any]) -> Any:
        """Does something, after which rows are read anew."""
        self.read.clear()
        return self.runner.run(what)

    def decide(self, after_s: float = 0.5) -> None:
        """Rounds until there is nothing more to offer; then nobody waits who could be served (I7)."""
        self.run(self.floor.round(after_s))
        while self.rows(change):
            self.run(self.floor.round(0.0))
        made = [row for row in self.rows(reservation) if row.reservation_id not in self.seen_offers]
        self.seen_offers |= {row.reservation_id for row in made}
        tasks = {self.place(row): row for row in self.rows(task)}
        for offer in (row for row in made if row.state == "pending"):
            self.check_offer(offer, tasks)
        for row in (each for each in tasks.values() if each.state == "queued"):
            assert [who for who in AGENTS if self.could(who, row)] == [], (
                "somebody could serve who waits (I7)"
            )

    def check_offer(self, offer: Any, tasks: dict[TaskKey, Any]) -> None:
        offered, who = tasks[self.place(offer)], self.agent(offer.account_id)
        assert self.able(who.account_id, offered), "I4: what the task asks for"
        assert (who.status, who.next_status) == ("available", None), "I4: who is available"
        assert self.now() - who.seen_at < timedelta(seconds=SETTINGS.suspect_s), "I4: whose desk is there"
        assert who.account_id not in (offered.excluded or ())
        for row in tasks.values():
            rival = row.state == "queued" and self.plain(row) and row.urgent == offered.urgent
            if rival and self.able(who.account_id, row):
                assert self.key_of(offered) <= self.key_of(row), "the smaller key goes first (I5)"
                assert (offered.created_at - row.created_at).total_seconds() <= DELTA_S, "I6"

    def could(self, who: str, row: Any) -> bool:
        """Whether an agent could be offered a waiting task, for all that anybody may know."""
        found = self.agent(who)
        there = self.now() - found.seen_at < timedelta(seconds=SETTINGS.lost_s["video"])
        if (found.status, found.next_status) != ("available", None) or not there or not self.plain(row):
            return False
        limit = self.profiles[who].channels.get(row.medium)
        if limit is None:
            return False
        media = {self.place(each): each.medium for each in self.rows(task)}
        held = [
            each for each in self.live(who, *LIVE) if each.counted and media[self.place(each)] == row.medium
        ]
        pending = sum(each.state == "pending" for each in held)
        used = found.used + self.owed(who)
        room = len(held) < limit.most and pending < limit.pending and used + limit.cost <= found.room
        return room and self.able(who, row)

    def owed(self, who: str) -> int:
        """What calls cost that began beside so much else that they took only what was left."""
        tasks, channels = {self.place(row): row for row in self.rows(task)}, self.profiles[who].channels
        served = [each for each in self.live(who, *LIVE) if tasks[self.place(each)].state == "assigned"]
        costs = [(channels.get(tasks[self.place(each)].medium), each.cost) for each in served]
        return sum(limit.cost - cost for limit, cost in costs if limit is not None)

    def plain(self, row: Any) -> bool:
        """Whether nothing but its key decides when a task is offered."""
        passed = [
            each
            for each in self.rows(reservation)
            if self.place(each) == self.place(row) and each.state in ("declined", "timed_out", "released")
        ]
        return row.sticky is None and not row.excluded and not passed

    def able(self, who: str, row: Any) -> bool:
        """Whether an agent has what a task asks for at its stage, by the ladder's own words."""
        queues, wanted = {row.queue_id}, {need["name"]: need["level"] for need in row.needs or ()}
        if row.queue_id == "first":
            if row.stage >= 1 and "wealth" in wanted:
                wanted["wealth"] = min(wanted["wealth"], 2)
            if row.stage >= 2:
                queues.add("general")
                wanted.pop("wealth", None)
        profile = self.profiles[who]
        served = profile.queues is None or bool(queues & set(profile.queues))
        levels = {name: skill.level for name, skill in profile.skills.items()}
        served = served and row.medium in profile.channels
        return served and all(levels.get(name, 0) >= level for name, level in wanted.items())

    def key_of(self, row: Any) -> tuple[float, ...]:
        due = row.created_at.timestamp() + TARGETS_S[row.service_class] - row.credit_s
        return (0 if row.urgent else row.tier, due, not row.returned)

    def rows(self, table: Any) -> list[Any]:
        if table.name not in self.read:
            self.read[table.name] = self.runner.run(self.floor.spine.rows(table))
        return self.read[table.name]

    def snapshot(self) -> list[Any]:
        return [sorted(map(tuple, self.rows(table)), key=repr) for table in (task, reservation, agent)]

    def live(self, who: str, *states: str) -> list[Any]:
        rows = [row for row in self.rows(reservation) if row.account_id == who and row.state in states]
        return sorted(rows, key=lambda row: row.created_at)

    def agent(self, who: str) -> Any:
        (row,) = [row for row in self.rows(agent) if row.account_id == who]
        return row

    def limit(self, who: str) -> ChannelSetup:
        return self.profiles[who].channels["chat"]

    def now(self) -> Any:
        return self.floor.spine.clock.now()

    def place(self, row: Any) -> TaskKey:
        return TaskKey(row.identity_key, row.conversation, row.turn)

    @invariant()
    def no_task_is_lost_and_each_has_one_owner(self) -> None:
        found = {self.place(row): row for row in self.rows(task)}
        assert sorted(found) == sorted(self.asked), "I1"
        held: dict[TaskKey, list[str]] = {}
        for each in self.rows(reservation):
            if each.state in LIVE:
                held.setdefault(self.place(each), []).append(each.state)
        for key, row in found.items():
            holds = {"offered": ["pending"], "assigned": ["accepted"], "on_hold": ["accepted"]}
            wanted = holds.get(row.state, ["wrapping"] if row.state == "wrapping" else [])
            assert held.get(key, []) == wanted, f"I2: {row.state}"
            if key in self.ended:
                assert row == self.ended[key], "terminal states are final (I8)"
            elif row.state in ENDED:
                self.ended[key] = row

    @invariant()
    def capacity_is_kept(self) -> None:
        for row in self.rows(agent):
            live = self.live(row.account_id, *LIVE)
            assert row.used == sum(each.cost for each in live) <= row.room, "I3"
            assert self.owed(row.account_id) >= 0, "no piece takes more than it costs"
            media = {self.place(each): each.medium for each in self.rows(task)}
            chats = [each for each in live if each.counted and media[self.place(each)] == "chat"]
            assert len(chats) <= self.limit(row.account_id).most, "I3"

    @invariant()
    def a_key_changes_by_a_transfer_alone(self) -> None:
        for row in self.rows(task):
            key = (row.created_at, row.service_class, row.urgent, row.tier)
            moved = (row.transfers, row.credit_s)
            before, moved_before = self.keys.setdefault(self.place(row), (key, moved))
            assert key == before, "I13"
            assert moved == moved_before or moved[0] == moved_before[0] + 1, "I13"
            self.keys[self.place(row)] = (key, moved)

    @invariant()
    def notes_stay_in_the_house(self) -> None:
        assert NOTE not in str([row.segments for row in self.rows(message)]), "I12"
