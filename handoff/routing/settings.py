"""The numbers of routing; all of them can be set otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from handoff.routing.capacity import CHAT, VIDEO


def _by(chat: float, video: float) -> Mapping[str, float]:
    return {CHAT: chat, VIDEO: video}


@dataclass(frozen=True, slots=True)
class RoutingSettings:
    """Seconds and counts; a channel that a mapping does not name has no such timer.

    `offer_s`: until an unanswered offer ends. `reply_warn_s`, `reply_s`: from accepting until the first reply
    (on video: until the media are connected). `grace_s`: for a customer who was cut off. `lost_s`: from an
    agent's last sign of life until the work is given to others; `suspect_s`: until offers are. `instead_s`:
    who waits so long for such a channel, or while nobody serves it, gets a chat; looked at every `look_s`.
    """

    offer_s: Mapping[str, float] = field(default_factory=lambda: _by(20, 15))
    reply_warn_s: Mapping[str, float] = field(default_factory=lambda: {CHAT: 60})
    reply_s: Mapping[str, float] = field(default_factory=lambda: _by(120, 20))
    wrap_s: Mapping[str, float] = field(default_factory=lambda: _by(30, 120))
    grace_s: Mapping[str, float] = field(default_factory=lambda: _by(60, 20))
    lost_s: Mapping[str, float] = field(default_factory=lambda: _by(45, 15))
    instead_s: Mapping[str, float] = field(default_factory=dict)
    look_s: float = 20.0
    suspect_s: float = 25.0
    gone_s: float = 45.0
    hold_s: float = 24 * 3600.0
    decline_s: float = 120.0
    only_agent_s: float = 30.0
    ramp_s: float = 2.0
    unanswered: int = 2
    failed_offers: int = 5
    transfer_credit_s: float = 60.0
    transfers: int = 5
    remembered: int = 10_000
    """Tasks that have ended and are still known by their state."""
