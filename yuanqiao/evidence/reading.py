"""Reads what belongs to a conversation, all of it as one state of the database."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Table, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bank.store.schema import bank_instruction
from handoff.store.schema import note, reservation, task
from handoff.store.schema_customers import satisfaction
from hub.errors import BadInput, NotFound, TooLarge
from hub.store.encrypted import EncryptedText
from hub.store.schema import conversation, delivery_part, identity, message, turn
from hub.store.schema_media import media, media_of_identity
from hub.store.schema_staff import audit
from hub.store.staff.audit import NOTHING_YET, head
from inspection.store.schema import inspection_hit
from kb.numbers import placeholders
from kb.store.schema import article_version, gap, rating
from kb.store.values import values_named
from kb.values import in_force
from stepup.store.schema import step_up_check
from video.store.schema import video_call
from video.store.schema_cases import video_case, video_step
from yuanqiao.evidence.model import AuditHead

MOST_ROWS = 50_000

OF_CONVERSATION: dict[str, Table] = {
    "conversation.json": conversation,
    "messages.jsonl": message,
    "turns.jsonl": turn,
    "deliveries.jsonl": delivery_part,
    "gaps.jsonl": gap,
    "ratings.jsonl": rating,
    "tasks.jsonl": task,
    "routing.jsonl": reservation,
    "notes.jsonl": note,
    "satisfaction.jsonl": satisfaction,
    "inspection.jsonl": inspection_hit,
    "instructions.jsonl": bank_instruction,
    "checks.jsonl": step_up_check,
    "calls.jsonl": video_call,
    "flows.jsonl": video_case,
    "steps.jsonl": video_step,
}
"""Which rows of the conversation stand in which entry."""

LEFT_OUT = frozenset(("events", "bot_state", "token_hash", "code_hash", "customer_hash"))
"""The bot's own memory, and hashes of what was good for once."""

CONVERSATION = re.compile(r"([0-9a-f]{24})\.([1-9][0-9]{0,8})")
SEGMENT_MEDIA = re.compile(r"[0-9a-f]{64}")


class Packed(NamedTuple):
    """The rows by entry, the channel, and the newest entry of the audit."""

    rows: dict[str, list[dict[str, Any]]]
    channel: str
    audit_head: AuditHead | None


class ConversationKey(NamedTuple):
    """A conversation's key."""

    identity: str
    number: int


def parse_conversation(text: str) -> ConversationKey:
    """Reads `KEY.NUMBER`; raises `BadInput`."""
    found = CONVERSATION.fullmatch(text)
    if found is None:
        raise BadInput("a conversation id looks like KEY.NUMBER")
    return ConversationKey(found[1], int(found[2]))


async def read_conversation(connection: AsyncConnection, place: ConversationKey, zone: str) -> Packed:
    """Everything about a conversation; `zone`: the bank's, by whose days values are dated.

    Raises `NotFound`, and `TooLarge` for what one file does not take.
    """
    person = await _rows(connection, identity, identity.c.identity_key == place.identity)
    if not person:
        raise NotFound("there is no such conversation")
    rows = {name: await _of(connection, table, place) for name, table in OF_CONVERSATION.items()}
    if not rows["conversation.json"]:
        raise NotFound("there is no such conversation")
    said = rows["messages.jsonl"]
    rows["customer.json"] = person
    rows["articles.jsonl"] = await _articles(connection, said)
    rows["values.jsonl"] = await _values(connection, rows["articles.jsonl"], said, ZoneInfo(zone))
    rows["media.jsonl"] = await _media(connection, place, said)
    rows["audit.jsonl"] = await _audit(connection, place)
    newest = await head(connection)
    at_head = None if newest is None else AuditHead(seq=newest.seq, hash=newest.hash)
    return Packed(rows, str(person[0]["channel"]), at_head)


async def _of(connection: AsyncConnection, table: Table, place: ConversationKey) -> list[dict[str, Any]]:
    of = (table.c.identity_key == place.identity) & (table.c.conversation == place.number)
    return await _rows(connection, table, of)


async def _rows(connection: AsyncConnection, table: Table, where: Any) -> list[dict[str, Any]]:
    shown = [
        column
        for column in table.columns
        if column.name not in LEFT_OUT and not isinstance(column.type, EncryptedText)
    ]
    query = select(*shown).where(where).order_by(*table.primary_key.columns).limit(MOST_ROWS + 1)
    found = (await connection.execute(query)).all()
    if len(found) > MOST_ROWS:
        raise TooLarge(f"more than {MOST_ROWS} rows of {table.name} belong to this conversation")
    return [dict(row._mapping) for row in found]


def _sources(messages: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, int, datetime]]:
    """Article, version and time of each answer."""
    for each in messages:
        for segment in each["segments"]:
            source = segment.get("source")
            if isinstance(source, dict):
                yield source["article_id"], source["version"], each["created_at"]


async def _articles(
    connection: AsyncConnection, messages: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    wanted = {(article, version) for article, version, _ in _sources(messages)}
    of = article_version.c.article_id.in_({article for article, _ in wanted})
    found = await _rows(connection, article_version, of) if wanted else []
    return [row for row in found if (row["article_id"], row["version"]) in wanted]


async def _values(
    connection: AsyncConnection,
    articles: Sequence[Mapping[str, Any]],
    messages: Sequence[Mapping[str, Any]],
    zone: ZoneInfo,
) -> list[dict[str, Any]]:
    """The figures that stood in the answers, each with the day for which it was looked up."""
    answers = {(row["article_id"], row["version"]): row["answer"] for row in articles}
    needed: set[tuple[Any, date]] = set()
    for article, version, at in _sources(messages):
        day = at.astimezone(zone).date()
        answer = answers.get((article, version), "")
        needed |= {(placeholder, day) for placeholder in placeholders(answer)}
    dated = await values_named(connection, {placeholder.name for placeholder, _ in needed}) if needed else []
    found = []
    for placeholder, day in sorted(needed, key=lambda each: (each[0].name, each[1])):
        value = in_force(dated, placeholder, day)
        if value is not None:
            found.append(
                {
                    "name": value.name,
                    "on": day,
                    "kind": value.kind,
                    "value": value.value,
                    "unit": value.unit,
                    "valid_from": value.valid_from,
                    "valid_to": value.valid_to,
                }
            )
    return found


async def _media(
    connection: AsyncConnection, place: ConversationKey, messages: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """The files that stand in the conversation; an id is the SHA-256 of the bytes that were kept."""
    named = set(SEGMENT_MEDIA.findall(json.dumps([each["segments"] for each in messages], default=str)))
    query = (
        select(media.c.media_id, media.c.mime, media.c.bytes, media_of_identity.c.name)
        .join(media_of_identity, media_of_identity.c.media_id == media.c.media_id)
        .where(media_of_identity.c.identity_key == place.identity)
        .order_by(media.c.media_id)
    )
    found = (await connection.execute(query)).all()
    return [dict(row._mapping) for row in found if row.media_id in named]


async def _audit(connection: AsyncConnection, place: ConversationKey) -> list[dict[str, Any]]:
    """The entries about the conversation, each with the hash of the one before it: so each can be sealed."""
    name = f"{place.identity}.{place.number}"
    about = or_(audit.c.object_id == name, audit.c.object_id.startswith(f"{name}.", autoescape=True))
    entries = await _rows(connection, audit, about)
    numbers = [entry["seq"] - 1 for entry in entries]
    before = select(audit.c.seq, audit.c.hash).where(audit.c.seq.in_(numbers))
    hashes = {row.seq: row.hash for row in (await connection.execute(before)).all()} if numbers else {}
    return [{**entry, "before": hashes.get(entry["seq"] - 1, NOTHING_YET)} for entry in entries]
