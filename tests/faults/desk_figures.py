"""What became of what agents said, and whether a task had two owners: read in plain SQL."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import text

from hub.store.database import Database
from tests.faults.lasting_desk import DeskRecord
from tests.faults.record import CustomerRecord

OWNERS = """
    SELECT r.identity_key, r.conversation, r.turn, r.accepted_at, r.ended_at, a.login
    FROM reservation r JOIN staff_account a ON a.account_id = r.account_id
    WHERE r.accepted_at IS NOT NULL ORDER BY r.accepted_at
"""
SAID = "SELECT identity_key, conversation, segments FROM message WHERE author_kind = 'agent'"


class DeskRows:
    """What the database holds of owners and of agents' lines."""

    def __init__(self, owners: Iterable[Any], said: Iterable[Any]) -> None:
        self.owners: defaultdict[str, list[tuple[datetime, datetime | None, str]]] = defaultdict(list)
        for row in owners:
            task = f"{row.identity_key}.{row.conversation}.{row.turn}"
            self.owners[task].append((row.accepted_at, row.ended_at, row.login))
        self.places: defaultdict[str, list[str]] = defaultdict(list)
        for row in said:
            segments = json.loads(row.segments) if isinstance(row.segments, str) else row.segments
            words = "".join(str(each.get("text", "")) for each in segments)
            self.places[words].append(f"{row.identity_key}.{row.conversation}")


async def read_desk_rows(url: str) -> DeskRows:
    """All of them."""
    database = Database(url, read_only=True)
    try:
        async with database.read() as connection:
            owners = (await connection.execute(text(OWNERS))).all()
            return DeskRows(owners, (await connection.execute(text(SAID))).all())
    finally:
        await database.close()


def lines_lost(records: Iterable[DeskRecord], rows: DeskRows) -> Iterator[str]:
    """Lines that the hub said it has, and that are not in their conversation."""
    for record in records:
        for wish, (task, words) in record.said.items():
            if wish in record.done and rows.places[words][:1] != [task.rpartition(".")[0]]:
                yield f"{words} was done, and is not in {task}"


def lines_twice(records: Iterable[DeskRecord], rows: DeskRows) -> Iterator[str]:
    """Lines that stand in the store more than once, whatever the desk was told."""
    for record in records:
        for _, words in record.said.values():
            if len(rows.places[words]) > 1:
                yield f"{words} stands {len(rows.places[words])} times"


def shown_twice(customers: Iterable[CustomerRecord]) -> Iterator[str]:
    """Agents' lines that stood twice on a customer's screen."""
    for customer in customers:
        lines = Counter(
            shown.text for shown in customer.shown.values() if shown.author == "agent" and "〔" in shown.text
        )
        yield from (f"{words} was shown {count} times" for words, count in lines.items() if count > 1)


def two_owners(records: Iterable[DeskRecord], rows: DeskRows) -> Iterator[str]:
    """Tasks that were somebody's while they were somebody else's, and lines by who never was the owner."""
    for task, spans in rows.owners.items():
        for (_, ended, first), (accepted, _, second) in pairwise(spans):
            if ended is None or accepted < ended:
                yield f"{task} was {first}'s until {ended}, and {second}'s from {accepted}"
    for record in records:
        for _, (task, words) in record.said.items():
            if rows.places[words] and record.login not in {login for _, _, login in rows.owners[task]}:
                yield f"{words} stands in {task}, which never was {record.login}'s"


def shared_now(owned: Iterable[tuple[str, set[str]]]) -> Iterator[str]:
    """Tasks that two desks show as theirs, once all is quiet."""
    holders: defaultdict[str, list[str]] = defaultdict(list)
    for login, tasks in owned:
        for task in tasks:
            holders[task].append(login)
    yield from (
        f"{task} is shown as theirs to {' and '.join(who)}" for task, who in holders.items() if len(who) > 1
    )
