"""Dated values: which one is in force on a day, and how it is written."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from kb.model import ANYBODY, Reader, Value, ValueKind
from kb.numbers import Placeholder, placeholders
from kb.store import values as store

DEFAULT_UNITS = {ValueKind.RATE: "%", ValueKind.FEE: "元", ValueKind.AMOUNT: "元", ValueKind.DAYS: "天"}


class FilledValues(NamedTuple):
    """What stands for placeholders on a day: `since` when the youngest of these values began."""

    known: Mapping[Placeholder, str]
    missing: tuple[Placeholder, ...] = ()
    since: date | None = None


def in_force(
    dated: Iterable[Value], placeholder: Placeholder, day: date, reader: Reader = ANYBODY
) -> Value | None:
    """The value of a placeholder on a day for a reader: of the narrowest scope that has one in force.

    First comes what is for the reader's region and segment, then their region, then their segment, then
    everybody. Within each the one that began last decides; when that has ended, the scope has none.
    """
    named = [each for each in dated if (each.name, each.kind) == (placeholder.name, placeholder.kind)]
    region, segment = reader.region or "", reader.segment or ""
    for scope in dict.fromkeys(((region, segment), (region, ""), ("", segment), ("", ""))):
        found = _newest([each for each in named if (each.region, each.segment) == scope], day)
        if found is not None:
            return found
    return None


def _newest(dated: Iterable[Value], day: date) -> Value | None:
    begun = [value for value in dated if value.valid_from <= day]
    if not begun:
        return None
    newest = max(begun, key=lambda value: value.valid_from)
    return newest if newest.valid_to is None or day <= newest.valid_to else None


def written(value: Value) -> str:
    """The value as customers read it: 3.10%, 10 元, 50,000 元, 3 个工作日, 2026 年 11 月 1 日."""
    match value.kind:
        case ValueKind.TEXT:
            return value.value
        case ValueKind.DATE:
            day = date.fromisoformat(value.value)
            return f"{day.year} 年 {day.month} 月 {day.day} 日"
        case ValueKind.RATE:
            return f"{value.value}{value.unit}"
    return f"{Decimal(value.value):,} {value.unit}"


def problems_of(value: Value) -> list[str]:
    """What is wrong with a value in itself: not of its kind, or over before it begins."""
    problems = []
    if value.valid_to is not None and value.valid_to < value.valid_from:
        problems.append("valid_to lies before valid_from")
    match value.kind:
        case ValueKind.TEXT:
            readable = bool(value.value.strip())
        case ValueKind.DATE:
            readable = _is_date(value.value)
        case _:
            readable = _is_plain_number(value.value)
    if not readable:
        problems.append(f"“{value.value}” is no {value.kind.value}")
    return problems


async def figures(
    connection: AsyncConnection,
    texts: Iterable[str],
    day: date,
    reader: Reader = ANYBODY,
    instead: Sequence[Value] = (),
) -> FilledValues:
    """What stands for each placeholder of the texts on a day for a reader, and which have no value then.

    `instead`: values that are taken as if they were in force.
    """
    needed = dict.fromkeys(placeholder for text in texts for placeholder in placeholders(text))
    if not needed:
        return FilledValues({})
    stored = await store.values_named(connection, {placeholder.name for placeholder in needed})
    taken = {each.key for each in instead}
    dated = [*instead, *(each for each in stored if each.key not in taken)]
    values = {placeholder: in_force(dated, placeholder, day, reader) for placeholder in needed}
    found = {placeholder: value for placeholder, value in values.items() if value is not None}
    return FilledValues(
        known={placeholder: written(value) for placeholder, value in found.items()},
        missing=tuple(placeholder for placeholder in needed if placeholder not in found),
        since=max((value.valid_from for value in found.values()), default=None),
    )


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_plain_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite() and "e" not in text.lower()
    except InvalidOperation:
        return False
