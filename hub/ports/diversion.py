"""Where a turn goes, if a bank's rules say so (docs/diversion.md): what they are told, what they answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any, Final, Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.messages import Command, Facts, Link, Message
from hub.ports.spine import Address


@dataclass(frozen=True, slots=True)
class TurnToDivert:
    """A turn as the rules are told of it.

    `waiting_since`: when the first of its messages came. `intent`: what is wanted, None where nobody knows
    yet; `answered`: the bot was asked, and said that. `wish`: the customer wants a person for certain.
    `busy`: an option was chosen, or the bot is in the midst of something, or wants something done.
    """

    identity: str
    conversation: int
    turn: int
    address: Address
    facts: Facts
    messages: tuple[Message, ...]
    waiting_since: datetime
    intent: str | None = None
    answered: bool = False
    wish: bool = False
    busy: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """Where a rule leads a turn.

    `name`: what it is, for the trail. `by_house`: the house speaks, with `words`, a `link`, and the offer of
    a person where `offers_person`; `instead`: in the place of an answer that the bot has given already, and
    not below it. `commands` are carried out with the answer. `note`: what is kept of it, read by who wrote
    it alone.
    """

    name: str
    by_house: bool = False
    words: str = ""
    link: Link | None = None
    offers_person: bool = False
    instead: bool = False
    commands: tuple[Command, ...] = ()
    note: Mapping[str, Any] = field(default_factory=dict)


class Undecided(Enum):
    """Stands for a way that only the bot's answer will tell."""

    UNTIL_ANSWERED = "until_answered"


UNTIL_ANSWERED: Final = Undecided.UNTIL_ANSWERED


class Diversion(Protocol):
    """Finds ways; is asked outside of any transaction, and may break: then a turn goes as without rules."""

    async def find_way(self, asked: TurnToDivert) -> Way | Undecided | None:
        """Where the turn goes; None for as without rules, whatever the bot says.

        `UNTIL_ANSWERED` asks to be asked again with the bot's answer; it is never said of a turn `answered`.
        """
        ...

    async def do_note(self, connection: AsyncConnection, asked: TurnToDivert, way: Way) -> None:
        """Keeps what was decided, in the transaction that closes the turn."""
        ...


class NoDiversion:
    """Has no rules: for a house without that part."""

    async def find_way(self, asked: TurnToDivert) -> Way | None:
        """None."""
        return None

    async def do_note(self, connection: AsyncConnection, asked: TurnToDivert, way: Way) -> None:
        """Nothing."""
