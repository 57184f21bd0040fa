"""What the desk shows, read from the database: personal data masked, notes among the words."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from handoff import setups
from handoff.agents import DISPOSITIONS, STATUSES
from handoff.routing.capacity import VIDEO
from handoff.store import agents, consults, notes, reservations, word_rules
from handoff.store.reservations import TaskKey
from handoff.summary import in_short
from handoff.web.frames import task_id
from hub.messages import AuthorKind, Direction, File, Image, Media, Message, Segment, Video, Voice
from hub.privacy import for_view
from hub.store import identities, messages
from hub.store.staff import accounts

SHOWN = 200
"""Messages of a customer that are shown at once."""

ANSWER_SOUGHT = 30
"""So many messages are looked at for the last answer of a person."""

Frame = dict[str, Any]
Addressing = Callable[[Media, str], str] | None
"""Where a file of an identity is shown."""

STATES = {
    "pending": "offered",
    "accepted": "assigned",
    "wrapping": "wrapping",
    consults.CONSULTING: consults.CONSULTING,
}


async def state_frame(
    connection: AsyncConnection, account_id: str, live: Sequence[Any], now: datetime
) -> Frame:
    """The agent's own state, and all that they have in hand (`live`)."""
    row = await agents.get(connection, account_id)
    line = await reservations.waiting(connection)
    due = {(each.queue_id, each.service_class) for each in live}
    within = {key: await setups.target_wait_s(connection, *key) for key in due}
    shown = [
        (each, await _task(connection, each, within[each.queue_id, each.service_class])) for each in live
    ]
    # The urgent ones first: a key takes the first that stands there.
    offered = sorted(
        (each for each in shown if each[0].state == "pending"), key=lambda each: not each[0].urgent
    )
    return {
        "type": "state",
        "status": row.status if row else agents.OFFLINE,
        "next_status": row.next_status if row else None,
        "statuses": STATUSES,
        "dispositions": DISPOSITIONS,
        "offers": [_offer(each, task, now) for each, task in offered],
        "tasks": [task for each, task in shown if each.state != "pending"],
        **line_shown(line, now),
    }


def line_shown(line: tuple[int, datetime | None], now: datetime) -> Frame:
    """What of a state is of everybody: how many wait for a person, and for how long the first of them."""
    waiting, first = line
    return {"waiting": waiting, "longest_s": int((now - first).total_seconds()) if first else 0}


def lasting(state: Frame) -> Frame:
    """What of a state does not change by itself as time goes: this tells whether it is another one."""
    offers = [{name: each[name] for name in each if name != "expires_in_s"} for each in state["offers"]]
    return state | {"offers": offers, "longest_s": state["longest_s"] // 60}


def _offer(row: Any, task: Frame, now: datetime) -> Frame:
    why = row.why
    return {
        "reservation": row.reservation_id,
        "task": task,
        "expires_in_s": max(0.0, (row.ends_at - now).total_seconds()),
        "why": _why(why),
    }


def _why(kept: Frame) -> Frame:
    """Why this agent, and what the wait was made of; the other agents are told by number."""
    names = ("rule", "policy", "queue", "idle_s", "able", "used", "removed", "waited_s", "stage")
    return {name: kept[name] for name in (*names, "failed_offers") if name in kept}


async def _task(connection: AsyncConnection, row: Any, answer_within_s: float) -> Frame:
    """`answer_within_s`: the target of its queue for its class, which holds for the next reply, too."""
    identity, number = row.identity_key, row.conversation
    address = await identities.address_of(connection, identity)
    newest = await messages.newest(connection, identity, number, limit=ANSWER_SOUGHT)
    unread = await messages.incoming(connection, identity, number, after=row.read_seq, limit=100)
    last = newest[0] if newest else None
    heard = next((each for each in newest if each.author.kind is AuthorKind.CUSTOMER), last)
    shown = heard if row.state == "pending" else last  # an offer shows what the customer wants
    return {
        "task": task_id(TaskKey(identity, number, row.turn)),
        "state": "on_hold" if (row.task_state, row.state) == ("on_hold", "accepted") else STATES[row.state],
        **await _consult(connection, row),
        "queue": row.queue_id,
        "why": _why(row.why),
        "wakes_at": row.wakes_at.isoformat() if row.wakes_at else None,
        "channel": address.channel,
        "medium": row.medium,
        "customer": identity[:6].upper(),
        "reason": for_view(row.task_reason),
        "urgent": bool(row.urgent),
        "since": row.asked_at.isoformat(),
        "last_at": (last.created_at if last else row.created_at).isoformat(),
        "last_text": for_view(_words(shown))[:120] if shown else "",
        # In a call one answers by word of mouth.
        "unanswered_since": None if row.medium == VIDEO else _unanswered_since(newest),
        "answer_within_s": answer_within_s,
        "unread": sum(each.author.kind is AuthorKind.CUSTOMER for each in unread),
    }


async def _consult(connection: AsyncConnection, row: Any) -> Frame:
    """With an asked colleague: for the owner, who it is; for the colleague, who asks."""
    if row.state == consults.CONSULTING:
        return {"asked_by": row.asked_by_name}
    if row.state != "accepted":
        return {}
    open_one = await consults.open_of(connection, TaskKey(row.identity_key, row.conversation, row.turn))
    if open_one is None:
        return {}
    account = await accounts.by_id(connection, open_one.account_id)
    return {"consulted": account.name if account is not None else open_one.account_id}


def _unanswered_since(newest: Sequence[Message]) -> str | None:
    """Since when the customer waits for a person's next words; None where they do not."""
    since = None
    for message in newest:
        if message.author.kind is AuthorKind.AGENT:
            break
        if message.author.kind is AuthorKind.CUSTOMER:
            since = message.created_at.isoformat()
    return since


async def conversation_frame(
    connection: AsyncConnection,
    key: TaskKey,
    row: Any,
    now: datetime,
    address: Addressing = None,
    *,
    whispers: bool = True,
) -> Frame:
    """A conversation with what was said before it, the notes, and what goes along with it.

    `whispers`: whether who looks may read what a supervisor whispers to the agent.
    """
    said = await messages.before(connection, key.identity, place=None, limit=SHOWN)
    noted = await notes.of_conversation(connection, key.identity, key.conversation)
    shown = [message_shown(each, address) for each in said if not each.is_note]
    if not whispers:
        noted = [each for each in noted if not each.whispered]
    return {
        "type": "conversation",
        "task": task_id(key),
        "handover": await _handover(connection, key, row, said, now),
        "messages": sorted([*shown, *(note_shown(each) for each in noted)], key=_order),
    }


async def _handover(
    connection: AsyncConnection, key: TaskKey, row: Any, said: Sequence[Message], now: datetime
) -> Frame:
    person = await identities.person_of(connection, key.identity)
    facts = person.facts.at(now)
    known = {
        name: value
        for name, value in (
            ("verification", facts.verification and str(facts.verification.level)),
            ("audience", facts.audience),
            ("region", facts.region),
            ("segment", facts.segment),
            ("tier", facts.tier),
            ("language", facts.language),
        )
        if value
    }
    urgent = {str(name): for_view(_plain(value)) for name, value in (row.facts or {}).items()}
    return {
        "reason": for_view(row.task_reason),
        "summary": in_short(said, key.conversation, await word_rules.products(connection)),
        "facts": known | urgent,
    }


def _order(shown: Frame) -> tuple[int, int, int]:
    """A note stands behind the message that it was written after."""
    return shown["conversation"], shown["seq"], shown.get("number", 0)


def message_shown(message: Message, address: Addressing = None) -> Frame:
    """A message as the desk draws it; `address` tells where a file is shown."""
    segments = [
        _segment(each.model_dump(mode="json", exclude_none=True)) | _file(each, message.identity, address)
        for each in message.segments
    ]
    return {
        "conversation": message.conversation,
        "seq": message.seq,
        "direction": "in" if message.direction is Direction.IN else "out",
        "author": {"kind": message.author.kind, "name": message.author.name},
        "segments": segments,
        "at": message.created_at.isoformat(),
        "status": message.status,
    }


def note_shown(row: Any) -> Frame:
    """A note of the staff, at its place among the words."""
    return {
        "conversation": row.conversation,
        "seq": row.seq,
        "number": row.number,
        "direction": "note",
        "whispered": row.whispered,
        "author": {"kind": "agent", "name": row.author_name},
        "segments": [{"type": "text", "text": for_view(row.text)}],
        "at": row.created_at.isoformat(),
        "status": "sent",
    }


def _file(segment: Segment, identity: str, address: Addressing) -> Frame:
    """Name and address of the file in a segment; nothing where there is none."""
    if not isinstance(segment, Image | File | Voice | Video):
        return {}
    media = segment.media
    shown = {"url": address(media, identity)} if address is not None else {}
    return {"title": for_view(media.name), "mime": media.mime, "bytes": media.bytes, **shown}


_TEXTS = ("text", "label", "title", "prompt", "url", "alt")


def _segment(raw: Frame) -> Frame:
    shown: Frame = {"type": raw["type"]}
    shown |= {name: for_view(str(raw[name])) for name in _TEXTS if isinstance(raw.get(name), str)}
    if raw["type"] == "choices":
        shown["options"] = [{"label": for_view(option["label"])} for option in raw["options"]]
    return shown


def _words(message: Message) -> str:
    return " ".join(words for segment in message.segments if (words := segment.words()))


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
