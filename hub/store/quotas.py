"""Queries on quotas: what was sent of what a channel allows, counted where a message is claimed."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.ports import QuotaPer, QuotaRule
from hub.store.once import once
from hub.store.outbox import Lane
from hub.store.schema import quota
from hub.store.spans import Slice, count_one, free_at, living, of_before, take_one_off
from hub.store.upsert import insert_if_absent, insert_of

_THIS = (
    (quota.c.identity_key == bindparam("key"))
    & (quota.c.channel == bindparam("of_channel"))
    & (quota.c.account == bindparam("of_account"))
    & (quota.c.name == bindparam("of_name"))
)
_READ = once(select(quota.c.used, quota.c.until, quota.c.slices).where(_THIS).with_for_update())
_GIVE_BACK = once(
    update(quota)
    .where(_THIS, quota.c.used > 0, quota.c.until > bindparam("now"))
    .values(used=quota.c.used - 1)
)


class QuotaUse(NamedTuple):
    """What was sent to one person under a rule of this name, and until when that counts."""

    name: str
    used: int
    until: datetime


class Exhausted(NamedTuple):
    """A quota that is used up; until when, or None for the customer's next message."""

    rule: QuotaRule
    until: datetime | None


async def counted(connection: AsyncConnection, key: str) -> list[QuotaUse]:
    """What was sent to the person of this identity key, under each rule that ever held for them."""
    columns = (quota.c.name, quota.c.used, quota.c.until)
    rows = await connection.execute(
        select(*columns).where(quota.c.identity_key == key).order_by(quota.c.name)
    )
    return [QuotaUse(*row) for row in rows]


async def take(
    connection: AsyncConnection, rules: Sequence[QuotaRule], lane: Lane, key: str, now: datetime
) -> Exhausted | None:
    """Counts one send against every rule, or against none: then tells which is used up.

    Of the rights that the customer gives one is enough.
    """
    rights = [rule for rule in rules if rule.per is QuotaPer.MESSAGE]
    right = await _right(connection, rights, lane, key, now) if rights else None
    if rights and right is None:
        return Exhausted(rights[0], None)
    spans = []
    for rule in rules:
        if rule.per is QuotaPer.MESSAGE:
            continue
        slices = await _slices(connection, rule, lane, key, now)
        if sum(each.sends for each in slices) >= rule.limit:
            return Exhausted(rule, free_at(slices[0], rule))
        spans.append((rule, count_one(slices, rule, now)))
    if right is not None:
        rule, used, until = right
        await _set(connection, rule, lane, key, used=used, until=until)
    for rule, slices in spans:
        await _set_slices(connection, rule, lane, key, slices, now)
    return None


async def _right(
    connection: AsyncConnection, rules: Sequence[QuotaRule], lane: Lane, key: str, now: datetime
) -> tuple[QuotaRule, int, datetime] | None:
    """The right that ends first of those that hold, with the send counted; None where there is none."""
    held = []
    for rule in rules:
        row = await _read(connection, rule, lane, key, now)
        if row is not None and row.until > now and row.used < rule.limit:
            held.append((rule, row.used + 1, row.until))
    return min(held, key=lambda right: right[2], default=None)


async def give_back(
    connection: AsyncConnection, rules: Sequence[QuotaRule], lane: Lane, key: str, now: datetime
) -> None:
    """Takes one send off the count: the provider did not take it."""
    rights = [rule for rule in rules if rule.per is QuotaPer.MESSAGE]
    for rule in await _used_last(connection, rights, lane, key, now):
        await connection.execute(_GIVE_BACK, _place(rule, lane, key) | {"now": now})
    for rule in rules:
        if rule.per is not QuotaPer.MESSAGE:
            slices = take_one_off(await _slices(connection, rule, lane, key, now))
            await _set_slices(connection, rule, lane, key, slices, now)


async def _used_last(
    connection: AsyncConnection, rules: Sequence[QuotaRule], lane: Lane, key: str, now: datetime
) -> list[QuotaRule]:
    """The one right that the last send was counted against: as it is taken, the one that ends first."""
    if len(rules) < 2:
        return list(rules)
    used = []
    for rule in rules:
        row = await _read(connection, rule, lane, key, now)
        if row is not None and row.until > now and row.used > 0:
            used.append((row.until, rule))
    return [min(used, key=lambda each: each[0])[1]] if used else []


async def grant(
    connection: AsyncConnection,
    rules: Iterable[QuotaRule],
    lane: Lane,
    key: str,
    now: datetime,
    *,
    by: str = "message",
) -> None:
    """Gives the rights that come with what a customer did."""
    for rule in rules:
        if rule.per is QuotaPer.MESSAGE and rule.given_by == by:
            await _set(connection, rule, lane, key, used=0, until=now + timedelta(seconds=rule.span_s))


async def _read(
    connection: AsyncConnection, rule: QuotaRule, lane: Lane, key: str, now: datetime
) -> Any | None:
    """The count, locked; made where it is not there, so that two who begin to count see each other."""
    row = (await connection.execute(_READ, _place(rule, lane, key))).one_or_none()
    if row is not None or rule.per is QuotaPer.MESSAGE:
        return row
    values = _row(rule, lane, key) | {"used": 0, "until": now}
    await insert_if_absent(connection, quota, **values)
    return (await connection.execute(_READ, _place(rule, lane, key))).one_or_none()


async def _slices(
    connection: AsyncConnection, rule: QuotaRule, lane: Lane, key: str, now: datetime
) -> list[Slice]:
    """What counts of a span that moves along, the oldest first."""
    row = await _read(connection, rule, lane, key, now)
    if row is None:
        return []
    counted = of_before(row.used, row.until, rule) if row.slices is None else row.slices
    return living(counted, rule, now)


async def _set_slices(
    connection: AsyncConnection, rule: QuotaRule, lane: Lane, key: str, slices: list[Slice], now: datetime
) -> None:
    used, until = sum(each.sends for each in slices), free_at(slices[-1], rule) if slices else now
    await _set(connection, rule, lane, key, used=used, until=until, slices=slices)


async def _set(
    connection: AsyncConnection,
    rule: QuotaRule,
    lane: Lane,
    key: str,
    *,
    used: int,
    until: datetime,
    slices: list[Slice] | None = None,
) -> None:
    row = _row(rule, lane, key) | {"used": used, "until": until, "slices": slices}
    await connection.execute(_upsert(connection.dialect.name), row)


def _row(rule: QuotaRule, lane: Lane, key: str) -> dict[str, Any]:
    return {
        "identity_key": _key(rule, key),
        "channel": lane.channel,
        "account": lane.account,
        "name": rule.name,
    }


def _place(rule: QuotaRule, lane: Lane, key: str) -> dict[str, Any]:
    return {
        "key": _key(rule, key),
        "of_channel": lane.channel,
        "of_account": lane.account,
        "of_name": rule.name,
    }


def _key(rule: QuotaRule, key: str) -> str:
    return "" if rule.per is QuotaPer.ACCOUNT else key


@cache
def _upsert(dialect: str) -> Any:
    statement = insert_of(dialect, quota)
    return once(
        statement.on_conflict_do_update(
            index_elements=["identity_key", "channel", "account", "name"],
            set_={name: statement.excluded[name] for name in ("used", "until", "slices")},
        )
    )
