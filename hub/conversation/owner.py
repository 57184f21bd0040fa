"""Who answers a conversation: each change of owner makes a new epoch, so a former one is not heard."""

from dataclasses import dataclass
from enum import StrEnum


class Owner(StrEnum):
    """Who answers: the bot, the bot while a person is awaited, an agent, or a person outside the house.

    Outside: one of the bank's people in the provider's own client (`hub.ports.Outside`).
    """

    BOT = "bot"
    WAITING = "waiting"
    AGENT = "agent"
    OUTSIDE = "outside"

    @property
    def is_person(self) -> bool:
        """Whether the bot is not to answer."""
        return self in (Owner.AGENT, Owner.OUTSIDE)


@dataclass(frozen=True, slots=True)
class Ownership:
    """The owner of a conversation and the epoch in which it became so."""

    owner: Owner
    owner_id: str | None
    epoch: int
