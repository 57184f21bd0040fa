"""Reads the fields of a pulled item; what is missing, or not of its form, is nothing that 微信客服 sends."""

from collections.abc import Mapping
from typing import Any

from hub.errors import BadInput

Item = Mapping[str, Any]
"""One entry of `msg_list`, or a part of one."""

LONGEST_ID = 128


def part(item: Item, name: str) -> Item:
    """What stands below a name; raises `BadInput` where nothing does."""
    value = item.get(name)
    if not isinstance(value, Mapping):
        raise BadInput(f"an item without {name}")
    return value


def word(item: Item, name: str) -> str:
    """A field that has to be there, as words."""
    value = optional(item, name)
    if not value:
        raise BadInput(f"an item without {name}")
    return value


def optional(item: Item, name: str) -> str:
    """A field's words, empty where it is not there; a number as it is written."""
    value = item.get(name, "")
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise BadInput(f"{name} is no word")
    return str(value)


def identifier(item: Item, name: str) -> str:
    """An id that has to be there: short, and printable."""
    value = word(item, name)
    if len(value) > LONGEST_ID or not value.isprintable():
        raise BadInput(f"{name} is shorter")
    return value


def number(item: Item, name: str) -> int:
    """A field that has to be a whole number, not below 0."""
    value = item.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 10**12:
        raise BadInput(f"{name} is a number")
    return value


def degrees(item: Item, name: str, most: float) -> float:
    """A field that has to be a place's degrees, at most so many either way."""
    value = item.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= most:
        raise BadInput(f"{name} is no place on earth")
    return float(value)


def listed(item: Item, name: str) -> list[Item]:
    """The parts that stand in a list; empty where there is none."""
    value = item.get(name, [])
    if not isinstance(value, list):
        raise BadInput(f"{name} is a list")
    return [each for each in value if isinstance(each, Mapping)]
