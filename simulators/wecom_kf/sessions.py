"""The states of a session (会话状态), and who may change them to what (分配客服会话)."""

from dataclasses import dataclass
from enum import IntEnum

SPAN_S = 48 * 3600.0
"""A session ends so long after the customer's last message."""

NOT_ALLOWED = 95016
ENDED_CODE = 95013
WRONG_STATE = 95018


class State(IntEnum):
    """The vendor's numbers."""

    NEW = 0
    BOT = 1
    QUEUED = 2
    SERVED = 3
    ENDED = 4


BY_API: dict[State, frozenset[State]] = {
    State.NEW: frozenset((State.BOT, State.QUEUED, State.SERVED, State.ENDED)),
    State.BOT: frozenset((State.QUEUED, State.SERVED, State.ENDED)),
    State.QUEUED: frozenset((State.SERVED, State.ENDED)),
    State.SERVED: frozenset((State.SERVED, State.ENDED)),
    State.ENDED: frozenset(),
}
"""What the API may make of a state."""


@dataclass
class Session:
    """One customer's session with one account."""

    kept: State = State.ENDED
    servicer: str = ""
    wrote_at: float = float("-inf")

    def state(self, now: float) -> State:
        """The state, which ends by itself."""
        return self.kept if now - self.wrote_at < SPAN_S else State.ENDED

    def wrote(self, now: float) -> None:
        """The customer writes: what has ended begins anew."""
        if self.state(now) is State.ENDED:
            self.kept, self.servicer = State.NEW, ""
        self.wrote_at = now

    def change(self, to: State, servicer: str, now: float) -> int:
        """Changes the state as the API may; 0, or the code of the refusal."""
        if to not in BY_API[self.state(now)]:
            return NOT_ALLOWED
        self.kept, self.servicer = to, servicer if to is State.SERVED else ""
        return 0

    def refusal(self, now: float) -> int:
        """Why the account may not send just now; 0 where it may."""
        match self.state(now):
            case State.NEW | State.BOT:
                return 0
            case State.ENDED:
                return ENDED_CODE
        return WRONG_STATE
