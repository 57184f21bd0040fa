"""The audit: who did what, when, to what, from where, with which result; each entry seals those before it.

An entry's hash is SHA-256 over the hash of the entry before and the entry's own canonical JSON. Whoever
changes, removes or inserts one has to write anew all that follow; what was told of the newest hash elsewhere
(the hub logs it each hour) then no longer agrees.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.ports import Clock
from hub.store.database import Database
from hub.store.staff import audit

HOUSE = "house"
"""Who acts where no account does."""

TERMINAL = "terminal"
"""Who acts by a command on the machine itself."""

ACTION = re.compile(r"[a-z_]{1,30}\.[a-z_]{1,30}")
PAGE = 1000

Reference = str | int | bool


class Audit:
    """Appends to the chain, inside the transactions of those who do something."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def append(
        self,
        connection: AsyncConnection,
        action: str,
        *,
        actor: str,
        object_kind: str = "",
        object_id: str = "",
        result: str = "done",
        address: str = "",
        **references: Reference,
    ) -> None:
        """Writes an entry; the last thing in a transaction, as everybody else waits for the chain's end.

        `references` name things, and hold nothing that is personal or secret.
        """
        if not ACTION.fullmatch(action):
            raise ValueError(f"{action!r} is no action, which looks like `kind.what_happened`")
        last = await audit.locked_head(connection)
        entry: dict[str, Any] = {
            "seq": last.seq + 1,
            "at": self._clock.now(),
            "actor": actor,
            "action": action,
            "object_kind": object_kind,
            "object_id": object_id[:100],
            "result": result,
            "address": address[:64],
            "detail": canonical(references),
        }
        await audit.append(connection, **entry, hash=seal(last.hash, entry))


def seal(before: str, entry: Mapping[str, Any]) -> str:
    """The hash of an entry behind the one with the hash `before`; hexadecimal."""
    at: datetime = entry["at"]
    content = {**entry, "at": at.isoformat(timespec="microseconds")}
    return hashlib.sha256(f"{before}\n{canonical(content)}".encode()).hexdigest()


def canonical(value: Mapping[str, Any]) -> str:
    """One text for one value: keys in order, no blanks, ASCII alone."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class ChainVerdict:
    """What became of a look at the whole chain; `broken_at` is the first entry that does not hold."""

    entries: int
    newest: str
    broken_at: int | None = None
    why: str = ""


class Anchor(NamedTuple):
    """Number and hash of an entry, as they were told elsewhere."""

    seq: int
    hash: str


async def verify(
    database: Database,
    anchors: Mapping[int, str] | None = None,
    *,
    newest: int | None = None,
    since: Anchor | None = None,
    page: int = PAGE,
) -> ChainVerdict:
    """Reads the chain from its beginning; `anchors`: hashes by number, as they were told elsewhere.

    `newest`: only so many entries at the end, which are held to what the one before them says of itself.
    `since`: only what stands behind an anchor, which an earlier look has reached. `page`: entries of a query.
    """
    before, expected = (since.hash, since.seq + 1) if since else await _beginning(database, newest)
    wanted = dict(anchors or {})
    while True:
        async with database.read_aside() as connection:
            rows = await audit.from_seq(connection, expected, page)
            head = await audit.head(connection)
        for row in rows:
            why = _fault(row, expected, before, wanted.pop(expected, None))
            if why:
                return ChainVerdict(expected - 1, before, expected, why)
            before, expected = row.hash, expected + 1
        if len(rows) < page:
            break
    told = (0, audit.NOTHING_YET) if head is None else (head.seq, head.hash)
    if told != (expected - 1, before):
        return ChainVerdict(expected - 1, before, expected, "entries are missing at the end")
    if wanted:
        return ChainVerdict(expected - 1, before, min(wanted), "an entry that was told elsewhere is missing")
    return ChainVerdict(expected - 1, before)


async def _beginning(database: Database, newest: int | None) -> tuple[str, int]:
    """The hash before the first entry that is to be read, and its number."""
    async with database.read_aside() as connection:
        head = await audit.head(connection)
        first = 1 if head is None or newest is None else max(1, head.seq - newest + 1)
        rows = await audit.from_seq(connection, first - 1, 1) if first > 1 else []
    # An entry that is missing there is found by the number of the next one.
    return (rows[0].hash, first) if rows and rows[0].seq == first - 1 else (audit.NOTHING_YET, first)


def _fault(row: Any, expected: int, before: str, anchor: str | None) -> str:
    entry = {name: value for name, value in row._mapping.items() if name != "hash"}
    if row.seq != expected:
        return "an entry is missing"
    if seal(before, entry) != row.hash:
        return "the entry was changed, or one before it was"
    if anchor is not None and anchor != row.hash:
        return "the entry is another one than was told elsewhere"
    return ""
