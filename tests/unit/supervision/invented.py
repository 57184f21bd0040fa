"""A day of the house that nobody lived: requests, scores and what the bot had alone, drawn from a seed."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.store.schema import reservation, task
from handoff.store.schema_customers import satisfaction
from hub.ids import identity_key
from hub.staff.current import CurrentStaff, Means
from hub.staff.first import ensure_head_office
from hub.staff.reach import Scope
from hub.store.schema import contact, conversation, identity, turn
from hub.store.schema_staff import account
from hub.store.staff import branches
from kb.store.schema import rating

DAY = datetime(2026, 11, 20, tzinfo=UTC)
AGENTS = {"li": "east", "zhao": "east", "qian": "west"}
CHANNELS = ("webchat", "wechat", "sms")
INTENTS = ("ask", "ask_loan", "card_loss", "complain", "thanks", "greet")


def supervisor(scope: Scope, branch: str, path: str) -> CurrentStaff:
    """Somebody with the right to reports, so far."""
    rights = {"supervision.report": scope}
    teams, todo = (), ()
    return CurrentStaff(
        "chief",
        "chief",
        "主管",
        branch,
        branch,
        path,
        teams,
        rights,
        True,
        Means.PASSWORD,
        todo,
        "",
        DAY,
        DAY,
    )


async def write_day(connection: AsyncConnection, seed: int, count: int) -> str:
    """Writes the day; gives the head office's id."""
    random = Random(seed)
    head = await ensure_head_office(connection, "总行")
    for name in ("east", "west"):
        await branches.add_branch(
            connection, branch_id=name, parent_id=head, name=name, path=f"/{head}/{name}/"
        )
    people = [_account(name, branch) for name, branch in AGENTS.items()]
    await connection.execute(insert(account), people)
    made: dict[Any, list[dict[str, Any]]] = {}
    for number in range(count):
        _visitor(random, number, made)
    for table in (contact, identity, conversation, turn, task, reservation, satisfaction, rating):
        await connection.execute(insert(table), made[table])
    return head


def _account(name: str, branch: str) -> dict[str, Any]:
    secret = {"password_hash": "-", "must_change": False, "password_at": DAY}
    known = {"account_id": name, "login": name, "name": f"坐席 {name}", "branch_id": branch}
    return {**known, **secret, "state": "active", "created_at": DAY}


def _visitor(random: Random, number: int, made: dict[Any, list[dict[str, Any]]]) -> None:
    """One person with one to three conversations, some of which ask for a person.

    Every fifth is one who was here before, on another channel; some were here before the day began.
    """
    channel = random.choice(CHANNELS)
    known = number % 5 == 4
    key, person = identity_key(channel, "default", f"v{number}"), f"contact-{number - known}"
    conversations = random.randint(1, 3)

    def add(table: Any, **values: Any) -> None:
        made.setdefault(table, []).append(values)

    if not known:
        add(contact, contact_id=person, created_at=DAY)
    of = {"channel": channel, "account": "default", "external_id": f"v{number}"}
    add(identity, identity_key=key, contact_id=person, last_conversation=conversations, created_at=DAY, **of)
    at = DAY + timedelta(minutes=random.randint(-60, 20 * 60))
    for each in range(1, conversations + 1):
        opened, at = at, at + timedelta(minutes=random.randint(3, 30))
        place = {"identity_key": key, "conversation": each}
        counts = dict.fromkeys(("epoch", "last_seq", "covered_seq", "last_turn", "committed_turn"), 1)
        closed = {"closed_at": at, "closed_by": "idle"} if random.random() < 0.9 else {"closed_at": None}
        add(
            conversation,
            **place,
            **counts,
            owner="bot",
            opened_at=opened,
            last_message_at=at,
            **({"closed_by": None} | closed),
        )
        turns = random.randint(1, 3)
        for said in range(1, turns + 1):
            heard = random.sample(INTENTS, random.randint(1, 2))
            add(
                turn,
                **place,
                turn=said,
                state=random.choice(("answered", "answered", "failed")),
                opened_at=opened + timedelta(seconds=10 * said),
                intents=[{"name": name, "confidence": 0.9} for name in heard],
                first_seq=said,
                last_seq=said,
                asks=1,
                failures=0,
                correlation_id=f"c{number}-{each}-{said}",
            )
        if random.random() < 0.2:
            rated = {"article_id": "a", "version": 1, "comment": "", "rated_at": at}
            add(rating, **place, seq=2, verdict=random.choice(("up", "down")), reason=None, **rated)
        if random.random() < 0.5:
            _request(random, channel, {**place, "turn": random.randint(1, turns)}, opened, add)
        at += timedelta(hours=random.choice((0.2, 3, 40)))


def _request(random: Random, channel: str, place: dict[str, Any], opened: datetime, add: Any) -> None:
    begun = opened + timedelta(minutes=random.choice((1, 1, 1, 50)))
    fate = random.choice(("taken", "taken", "taken", "given_up", "waits"))
    waited = timedelta(seconds=random.choice((5, 60, 119, 121, 400)))
    state = {"taken": "completed", "given_up": "cancelled", "waits": "queued"}[fate]
    add(
        task,
        **place,
        kind="person",
        medium="chat",
        reason="客户要求人工",
        state=state,
        created_at=begun,
        ended_at=None if fate == "waits" else begun + waited + timedelta(minutes=5),
        queue_id=random.choice(("general", "cards")),
        transfers=random.choice((0, 0, 1, 2)) if fate == "taken" else 0,
    )
    if fate != "taken":
        return
    agent, taken = random.choice(list(AGENTS)), begun + waited
    replied = taken + timedelta(seconds=random.randint(2, 90)) if random.random() < 0.8 else None
    for number, who in enumerate((agent, random.choice(list(AGENTS)))[: random.randint(1, 2)]):
        later = timedelta(minutes=number)
        add(
            reservation,
            **place,
            reservation_id=f"{place['identity_key'][:20]}{place['conversation']}-{number}",
            account_id=who,
            state="completed",
            why={},
            read_seq=0,
            created_at=begun + later,
            accepted_at=taken + later,
            replied_at=replied if number == 0 else None,
        )
    if random.random() < 0.6:
        score = random.choice((None, 1, 3, 5))
        asked = {"seq": 9, "asked_at": taken, "answered_at": None if score is None else taken}
        of = {name: place[name] for name in ("identity_key", "conversation")}
        add(satisfaction, **of, account_id=agent, channel=channel, score=score, **asked)
