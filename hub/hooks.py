"""What the parts do where the house answers: carry out commands, react, say something in front."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.commands import CommandHandlers
from hub.messages import Card, Command, Facts, Text
from hub.reactions import Reactions

Announce = Callable[[str], Sequence[str]]
"""The lines that have to stand in front of an answer on a channel just now; asked within a transaction."""


@dataclass(frozen=True, slots=True)
class PendingAnswer:
    """An answer of the bot before it is written: to whom, what it was taken for, and what it is made of.

    `intents`: the likeliest first, each with its confidence. `articles`: those that it quotes. `slots`: what
    the conversation knows.
    """

    identity: str
    conversation: int
    turn: int
    channel: str
    facts: Facts
    intents: Sequence[tuple[str, float]]
    articles: Sequence[str]
    commands: Sequence[Command]
    slots: Mapping[str, Any]
    now: datetime


Guide = Callable[[AsyncConnection, PendingAnswer], Awaitable[Sequence[Card | Text]]]
"""Says where an answer leads on to; it stands behind the answer, and is written with it."""


Subject = Callable[[str], str | None]
"""What a page of the bank is about, by its path, as editors have it in their list; None for no such page."""


@dataclass(frozen=True, slots=True)
class Hooks:
    """All of it, as one value: whoever writes for the house calls them."""

    commands: CommandHandlers = field(default_factory=CommandHandlers)
    reactions: Reactions = field(default_factory=Reactions)
    announce: list[Announce] = field(default_factory=list)
    guides: list[Guide] = field(default_factory=list)
    subjects: list[Subject] = field(default_factory=list)

    def announced(self, channel: str) -> list[str]:
        """The lines that stand in front of an answer on a channel."""
        return [line for announce in self.announce for line in announce(channel)]

    async def guided(self, connection: AsyncConnection, answering: PendingAnswer) -> list[Card | Text]:
        """Where an answer leads on to."""
        return [each for guide in self.guides for each in await guide(connection, answering)]

    def subject(self, page: str) -> str | None:
        """What the page of this path is about."""
        return next((found for subject in self.subjects if (found := subject(page))), None)
