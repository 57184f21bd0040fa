"""How much work an agent may have at once: a number by channel, and a budget over all channels."""

from collections.abc import Mapping
from dataclasses import dataclass, field

BUDGET = 100
CHAT, VIDEO = "chat", "video"


@dataclass(frozen=True, slots=True)
class ChannelLimit:
    """One channel of a profile.

    `most`: pieces of work at once. `cost`, `hold_cost` and `wrap_cost` are taken from the budget while one is
    served, held, or wrapped up. `exclusive_with`: channels during which nothing new of this one is offered.
    `pending`: offers of this channel that may wait for the agent's answer at once.
    """

    most: int
    cost: int
    hold_cost: int = 0
    wrap_cost: int = 0
    exclusive_with: frozenset[str] = frozenset()
    pending: int = 2


@dataclass(frozen=True, slots=True)
class CapacityProfile:
    """The limits of an agent by channel; a channel that is not there is not served."""

    channels: Mapping[str, ChannelLimit]
    budget: int = BUDGET


FIVE_CHATS_AND_A_VIDEO = CapacityProfile(
    {
        CHAT: ChannelLimit(5, 10, 2, 5, frozenset({VIDEO})),
        VIDEO: ChannelLimit(1, 50, 50, 50, pending=1),
    }
)
"""Together: a video call beside chats, none of which begins during the call."""

FIVE_CHATS_OR_A_VIDEO = CapacityProfile(
    {CHAT: ChannelLimit(5, 20, 4, 10), VIDEO: ChannelLimit(1, 100, 100, 100, pending=1)}
)


@dataclass(slots=True)
class Load:
    """What an agent has in hand: pieces of work and unanswered offers by channel, and the budget used.

    `owed`: what would be used, too, if the budget had it; nothing new comes before that is made up for.
    """

    used: int = 0
    owed: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    offers: dict[str, int] = field(default_factory=dict)

    def count(self, channel: str, by: int) -> None:
        """One piece of work more or less."""
        self.counts[channel] = self.counts.get(channel, 0) + by

    def offer(self, channel: str, by: int) -> None:
        """One unanswered offer more or less."""
        self.offers[channel] = self.offers.get(channel, 0) + by


def has_room(profile: CapacityProfile, load: Load, channel: str, *, freed: int = 0, extra: int = 0) -> bool:
    """Whether one more piece of a channel fits.

    `freed`: budget that this very piece holds already. `extra`: beyond the limit, by a supervisor.
    """
    limit = profile.channels.get(channel)
    if limit is None or load.counts.get(channel, 0) >= limit.most + extra:
        return False
    if load.used + load.owed - freed + limit.cost > profile.budget + extra * limit.cost:
        return False
    return not any(load.counts.get(other, 0) for other in limit.exclusive_with)


def may_be_offered(profile: CapacityProfile, load: Load, channel: str) -> bool:
    """Whether one more fits, and the agent may have one more offer to answer."""
    limit = profile.channels.get(channel)
    return (
        limit is not None and load.offers.get(channel, 0) < limit.pending and has_room(profile, load, channel)
    )
