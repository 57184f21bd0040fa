"""The states of a session (会话状态), and who may change them to what (分配客服会话)."""

from dataclasses import dataclass
from enum import IntEnum

SPAN_S = 48 * 3600.0
"""A session ends so long after the customer's last message."""

NOT_ALLOWED = 95016
ENDED_CODE = 95013
WRONG_STATE = 95018


class KfServiceState(IntEnum):
    """The vendor's numbers."""

    NEW = 0
    BOT = 1
    QUEUED = 2
    SERVED = 3
    ENDED = 4


BY_API: dict[KfServiceState, frozenset[KfServiceState]] = {
    KfServiceState.NEW: frozenset(
        (KfServiceState.BOT, KfServiceState.QUEUED, KfServiceState.SERVED, KfServiceState.ENDED)
    ),
    KfServiceState.BOT: frozenset((KfServiceState.QUEUED, KfServiceState.SERVED, KfServiceState.ENDED)),
    KfServiceState.QUEUED: frozenset((KfServiceState.SERVED, KfServiceState.ENDED)),
    KfServiceState.SERVED: frozenset((KfServiceState.SERVED, KfServiceState.ENDED)),
    KfServiceState.ENDED: frozenset(),
}
"""What the API may make of a state."""


@dataclass
class KfSession:
    """One customer's session with one account."""

    kept: KfServiceState = KfServiceState.ENDED
    servicer: str = ""
    wrote_at: float = float("-inf")

    def state(self, now: float) -> KfServiceState:
        """The state, which ends by itself."""
        return self.kept if now - self.wrote_at < SPAN_S else KfServiceState.ENDED

    def wrote(self, now: float) -> None:
        """The customer writes: what has ended begins anew."""
        if self.state(now) is KfServiceState.ENDED:
            self.kept, self.servicer = KfServiceState.NEW, ""
        self.wrote_at = now

    def change(self, to: KfServiceState, servicer: str, now: float) -> int:
        """Changes the state as the API may; 0, or the code of the refusal."""
        if to not in BY_API[self.state(now)]:
            return NOT_ALLOWED
        self.kept, self.servicer = to, servicer if to is KfServiceState.SERVED else ""
        return 0

    def refusal(self, now: float) -> int:
        """Why the account may not send just now; 0 where it may."""
        match self.state(now):
            case KfServiceState.NEW | KfServiceState.BOT:
                return 0
            case KfServiceState.ENDED:
                return ENDED_CODE
        return WRONG_STATE
