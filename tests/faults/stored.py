"""Reads the database from outside, in plain SQL: none of the hub's own queries judges the hub."""

import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.database import Database
from tests.faults.record import Place, has_substance
from tests.support.webchat import text_of


class StoredMessage(NamedTuple):
    """A row of `message`; `notices` are the codes of notices in it.

    `has_substance`: it has a source, or offers something to choose.
    """

    place: Place
    direction: str
    author: str
    text: str
    notices: tuple[str, ...]
    provider_id: str | None
    turn: int | None
    status: str
    has_substance: bool = False


class StoredTurn(NamedTuple):
    """A row of `turn`; `parked` when a dead letter of it, or a task for a person, waits for people.

    `intent`: what the bot took it for; `heard`: the customer's words in the bot's own events;
    `gave_up_after_s`: for how long it was tried, where it ended because that was too long, else 0.
    """

    conversation: int
    turn: int
    state: str
    first_seq: int
    last_seq: int
    parked: bool
    intent: str = ""
    heard: tuple[str, ...] = ()
    gave_up_after_s: float = 0.0

    @property
    def by_house(self) -> bool:
        """Whether the house answered it itself, because it was urgent."""
        return self.intent.startswith("urgent.")

    def covers(self, place: Place) -> bool:
        """Whether the message at a place is one that the turn answers."""
        return place.conversation == self.conversation and self.first_seq <= place.seq <= self.last_seq


@dataclass
class StoredIdentity:
    """Everything that the database holds of one customer, in order."""

    messages: list[StoredMessage] = field(default_factory=list)
    turns: list[StoredTurn] = field(default_factory=list)
    last_seqs: dict[int, int] = field(default_factory=dict)
    on_the_way: set[Place] = field(default_factory=set)
    effects: Counter[tuple[str, int, int]] = field(default_factory=Counter)
    """How often a turn did something besides: `complaint`, `person` or `gap`, conversation, turn."""


@asynccontextmanager
async def _reading(url: str) -> AsyncIterator[AsyncConnection]:
    database = Database(url, read_only=True)
    try:
        async with database.read() as connection:
            yield connection
    finally:
        await database.close()


async def unfinished(url: str) -> int:
    """How many conversations, turns and deliveries still have something to do."""
    async with _reading(url) as connection:
        query = text(
            "SELECT (SELECT count(*) FROM work) + (SELECT count(*) FROM outbox) "
            "+ (SELECT count(*) FROM turn WHERE state IN ('open', 'late'))"
        )
        return int((await connection.execute(query)).scalar_one())


async def read_identity(url: str, identity_key: str) -> StoredIdentity:
    """Everything of one customer."""
    async with _reading(url) as connection:

        async def rows(statement: str) -> list[Any]:
            return list((await connection.execute(text(statement), {"key": identity_key})).all())

        stored = StoredIdentity()
        for row in await rows("SELECT * FROM message WHERE identity_key = :key ORDER BY conversation, seq"):
            stored.messages.append(_message(row))
        letters = {
            (row.conversation, row.number)
            for row in await rows("SELECT * FROM dead_letter WHERE identity_key = :key AND kind = 'turn'")
        }
        # A second wish for a person adds nothing to the first, so the task is the conversation's.
        for row in await rows("SELECT * FROM task WHERE identity_key = :key"):
            stored.effects[row.kind, row.conversation, row.turn] += 1
        # A complaint and what is told further of it are one case, with a step for each turn.
        for row in await rows(
            "SELECT f.conversation, s.to_id FROM case_file f JOIN case_step s ON s.number = f.number "
            "WHERE f.identity_key = :key AND s.action IN ('opened', 'told_more')"
        ):
            stored.effects["complaint", row.conversation, int(row.to_id)] += 1
        for row in await rows("SELECT * FROM kb_gap WHERE identity_key = :key"):
            stored.effects["gap", row.conversation, row.turn] += 1
        tasks = {conversation for kind, conversation, _ in stored.effects if kind == "person"}
        for row in await rows("SELECT * FROM turn WHERE identity_key = :key ORDER BY conversation, turn"):
            asked_for = row.error_code == "person_requested" and row.conversation in tasks
            parked = asked_for or (row.conversation, row.turn) in letters
            stored.turns.append(_turn(row, parked))
        for row in await rows("SELECT * FROM conversation WHERE identity_key = :key"):
            stored.last_seqs[row.conversation] = row.last_seq
        for row in await rows("SELECT * FROM outbox WHERE identity_key = :key"):
            stored.on_the_way.add(Place(row.conversation, row.seq))
        return stored


async def damage(url: str) -> str:
    """What SQLite's own check says of the file when it is not whole; empty on PostgreSQL."""
    if not url.startswith("sqlite"):
        return ""
    async with _reading(url) as connection:
        found = str((await connection.execute(text("PRAGMA integrity_check"))).scalar_one())
    return "" if found == "ok" else found


def _turn(row: Any, parked: bool) -> StoredTurn:
    return StoredTurn(
        conversation=row.conversation,
        turn=row.turn,
        state=row.state,
        first_seq=row.first_seq,
        last_seq=row.last_seq,
        parked=parked,
        intent=next((str(intent["name"]) for intent in _json(row.intents) or ()), ""),
        gave_up_after_s=_span_s(row) if row.error_code == "gave_up" else 0.0,
        heard=tuple(str(e.get("text")) for e in _json(row.events) or () if e.get("event") == "user"),
    )


def _span_s(row: Any) -> float:
    """Seconds from the opening to the end of a turn."""
    opened, closed = (
        datetime.fromisoformat(at) if isinstance(at, str) else at for at in (row.opened_at, row.closed_at)
    )
    return float((closed - opened).total_seconds())


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _message(row: Any) -> StoredMessage:
    segments = _json(row.segments)
    return StoredMessage(
        place=Place(row.conversation, row.seq),
        direction=row.direction,
        author=row.author_kind,
        text=text_of({"segments": segments}),
        notices=tuple(segment["code"] for segment in segments if segment["type"] == "notice"),
        provider_id=row.provider_id,
        turn=row.turn,
        status=row.status,
        has_substance=has_substance(segments),
    )
