"""Who answers a conversation: each change of owner makes a new epoch, so a former one is not heard."""

from dataclasses import dataclass
from enum import StrEnum


class Owner(StrEnum):
    """Who answers: the bot, the bot while a person is awaited, or an agent."""

    BOT = "bot"
    WAITING = "waiting"
    AGENT = "agent"


@dataclass(frozen=True, slots=True)
class Ownership:
    """The owner of a conversation and the epoch in which it became so."""

    owner: Owner
    owner_id: str | None
    epoch: int
