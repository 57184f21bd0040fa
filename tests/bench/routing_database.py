"""Routing with its commits: busy agents and a long queue in a database, one decision after the other."""

import random
import secrets
import time
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select, update

from handoff.agents import Agents
from handoff.offering import OfferRounds
from handoff.store import changes
from handoff.store.schema import agent, reservation, task
from handoff.store.schema_routing import agent_profile
from hub.bus import Bus
from hub.conversation.conversations import Conversations
from hub.hooks import Hooks
from hub.store.database import Database
from tests.support.clock import HandClock
from tests.unit.hub.spine import RULES

CHATS, COST, ROOM = 5, 20, 100
AT_ONCE = 500


class DatabaseFloor:
    """Agents who all have five chats to wrap up, and a queue that stays as long as it is."""

    def __init__(self, database: Database, skills: int, levels: int, of_an_agent: int, seed: int) -> None:
        self._database = database
        self._clock = HandClock()
        conversations = Conversations(Bus(), self._clock, RULES, Hooks().reactions)
        self._commands = Agents(conversations, self._clock)
        self._offering = OfferRounds(database, self._clock, conversations)
        self._drawn = random.Random(seed)
        self._skills, self._levels, self._of_an_agent = skills, levels, of_an_agent
        self._count = 0
        self._held: list[str] = []

    async def fill(self, agents: int, waiting: int) -> float:
        """Writes them all; seconds that a new leader takes to read them."""
        people = [f"a{number}" for number in range(agents)]
        await self._add(agent, [self._agent(each, number) for number, each in enumerate(people)])
        await self._add(agent_profile, [self._profile(each) for each in people])
        held = [self._task(state="wrapping") for _ in range(agents * CHATS)]
        await self._add(task, [*held, *(self._task() for _ in range(waiting))])
        rows = [self._wrap_up(row, people[number // CHATS]) for number, row in enumerate(held)]
        await self._add(reservation, rows)
        self._held = [row["reservation_id"] for row in rows]
        begun = time.perf_counter()
        async with self._database.write() as connection:
            await self._offering.do_round(connection)
        return time.perf_counter() - begun

    async def release(self) -> float:
        """One wrap-up is done; seconds until the next customer is offered to that agent, on disk."""
        at = self._drawn.randrange(len(self._held))
        self._held[at], self._held[-1] = self._held[-1], self._held[at]
        name = self._held.pop()
        async with self._database.write() as connection:
            query = select(reservation).where(reservation.c.reservation_id == name)
            row = (await connection.execute(query)).one()
            await self._commands.do_finish(connection, row, "solved", "")
        took_s = await self._decide()
        await self._take_what_was_offered()
        return took_s

    async def arrive(self) -> float:
        """One customer comes; seconds until they wait, or are offered to somebody, on disk."""
        row = self._task()
        async with self._database.write() as connection:
            await connection.execute(insert(task).values(**row))
            await changes.tell(connection, changes.TASK, f"{row['identity_key']}.1.1")
        took_s = await self._decide()
        await self._take_what_was_offered()
        return took_s

    async def _decide(self) -> float:
        self._clock.turn(0.01)
        begun = time.perf_counter()
        async with self._database.write() as connection:
            await self._offering.do_round(connection)
        return time.perf_counter() - begun

    async def _take_what_was_offered(self) -> None:
        """Accepted and served between two measurements: what is left of it is the wrap-up."""
        async with self._database.write() as connection:
            offered = reservation.c.state == "pending"
            rows = (await connection.execute(select(reservation).where(offered))).all()
            values = {"state": "wrapping", "ends_at": self._clock.now() + timedelta(days=1)}
            await connection.execute(update(reservation).where(offered).values(**values))
            await connection.execute(update(task).where(task.c.state == "offered").values(state="wrapping"))
            for row in rows:
                self._held.append(row.reservation_id)
                await changes.tell(connection, changes.TASK, f"{row.identity_key}.1.1")

    async def _add(self, table: Any, rows: list[dict[str, Any]]) -> None:
        for at in range(0, len(rows), AT_ONCE):
            async with self._database.write() as connection:
                await connection.execute(insert(table), rows[at : at + AT_ONCE])

    def _agent(self, account_id: str, number: int) -> dict[str, Any]:
        now = self._clock.now() + timedelta(hours=1)  # heard all the time
        used = {
            "room": ROOM,
            "used": CHATS * COST,
            "missed": 0,
            "seen_at": now,
            "idle_since": self._clock.now(),
        }
        return {"account_id": account_id, "status": "available", "next_status": None, **used}

    def _profile(self, account_id: str) -> dict[str, Any]:
        names = self._drawn.sample(range(self._skills), self._of_an_agent)
        skills = {f"s{name}": {"level": self._drawn.randint(1, self._levels)} for name in names}
        setup = {"account_id": account_id, "skills": skills}
        return {"account_id": account_id, "setup": setup, "version": 1, "changed_at": self._clock.now()}

    def _task(self, state: str = "queued") -> dict[str, Any]:
        self._count += 1
        need = {"name": f"s{self._drawn.randrange(self._skills)}", "hard": False}
        need["level"] = self._drawn.randint(1, self._levels)
        return {
            "identity_key": f"{self._count:024d}",
            "conversation": 1,
            "turn": 1,
            "kind": "person",
            "medium": "chat",
            "reason": "bench",
            "state": state,
            "created_at": self._clock.now() + timedelta(milliseconds=self._count),
            "service_class": "vip" if self._drawn.random() < 0.2 else "standard",
            "needs": [need],
            "told": {},
        }

    def _wrap_up(self, row: dict[str, Any], account_id: str) -> dict[str, Any]:
        now = self._clock.now()
        return {
            "reservation_id": secrets.token_hex(16),
            **{name: row[name] for name in ("identity_key", "conversation", "turn")},
            "account_id": account_id,
            "state": "wrapping",
            "why": {},
            "read_seq": 0,
            "created_at": now,
            "accepted_at": now,
            "ends_at": now + timedelta(days=1),
            "cost": COST,
        }
