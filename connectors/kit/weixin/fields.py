"""Reads the fields of a callback; what is missing, or not of its form, is no callback of Weixin's."""

import hashlib

from connectors.kit.weixin.xml import Fields
from hub.errors import BadInput

LONGEST_NAME = 128


def word(fields: Fields, name: str) -> str:
    """A field that has to be there, as words."""
    value = optional(fields, name)
    if not value:
        raise BadInput(f"a callback without {name}")
    return value


def optional(fields: Fields, name: str) -> str:
    """A field's words, empty where it is not there; raises `BadInput` where it holds other fields."""
    value = fields.get(name, "")
    if not isinstance(value, str):
        raise BadInput(f"{name} holds more than words")
    return value


def inner(fields: Fields, *names: str) -> list[Fields]:
    """What stands below these names, one inside the other, as a list."""
    found = [fields]
    for name in names:
        below = [each[name] for each in found if name in each]
        flat = [one for each in below for one in (each if isinstance(each, list) else [each])]
        found = [each for each in flat if isinstance(each, dict)]
    return found


def customer_of(fields: Fields) -> str:
    """The id of whom it is about: an open id, or a member's user id."""
    value = word(fields, "FromUserName")
    if len(value) > LONGEST_NAME or not value.isprintable():
        raise BadInput("a customer's id is shorter")
    return value


def message_id(fields: Fields) -> str:
    """The provider's id of a message, by which it is known when it comes again."""
    return number(fields, "MsgId")


def number(fields: Fields, name: str) -> str:
    """A field that has to be a whole number, as words."""
    value = word(fields, name)
    if not (value.isascii() and value.isdecimal()) or len(value) > 32:
        raise BadInput(f"{name} is a number")
    return value


def degrees(fields: Fields, name: str, most: float) -> float:
    """A field that has to be a place's degrees, at most so many either way."""
    try:
        value = float(word(fields, name))
    except ValueError as error:
        raise BadInput(f"{name} is a number") from error
    if not abs(value) <= most:
        raise BadInput(f"{name} is no place on earth")
    return value


def event_key(fields: Fields, *more: str) -> str:
    """An event's own id: whose it is, when, and what; hashed, because it has no bound.

    The provider gives events none, and asks to tell repeats by customer and time. `more`: other fields that
    tell two events of one second apart.
    """
    said = [customer_of(fields), number(fields, "CreateTime"), word(fields, "Event")]
    said += [optional(fields, name) for name in ("EventKey", *more)]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()
