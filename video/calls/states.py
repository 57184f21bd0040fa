"""The states of a call, and what leads from one to the next; pure.

```
invited ─ customer ready ─▶ waiting ─ desk told ─▶ ringing ─ agent ready ─▶ joined ◀─ both there again ─┐
                               ▲                                              │                          │
                               └── (never joined) customer ready ── lost ◀────┴─ somebody's line is gone ┘
any of them ─ hung up, time over, conversation closed ─▶ ended
```
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from hub.errors import Conflict


class CallState(StrEnum):
    """Where a call stands."""

    INVITED = "invited"
    WAITING = "waiting"
    RINGING = "ringing"
    JOINED = "joined"
    LOST = "lost"
    ENDED = "ended"


class CallEvent(StrEnum):
    """What happens to a call; it is hung up by `end`."""

    CUSTOMER_READY = "customer_ready"
    AGENT_TOLD = "agent_told"
    AGENT_READY = "agent_ready"
    CUSTOMER_GONE = "customer_gone"
    AGENT_GONE = "agent_gone"


class RecordingRule(StrEnum):
    """What of a call is recorded. Only `NO` goes from browser to browser.

    `ASKED`: it goes through the media server, and the customer has not agreed yet. `AGREED`: they have, and
    it is not recorded just now (not yet, or a line is gone). `ON`: the server records both sides.
    """

    NO = "no"
    ASKED = "asked"
    AGREED = "agreed"
    ON = "on"


LASTS = {
    CallState.INVITED: timedelta(minutes=10),
    CallState.WAITING: timedelta(minutes=5),
    CallState.RINGING: timedelta(minutes=5),
    CallState.JOINED: timedelta(seconds=45),  # since either side was heard last
    CallState.LOST: timedelta(seconds=20),
}
"""How long a state lasts by itself."""


@dataclass(frozen=True, slots=True)
class CallStanding:
    """A call's state, who is there, and how often both came together."""

    state: CallState
    customer_here: bool = False
    agent_here: bool = False
    round: int = 0


def after(standing: CallStanding, event: CallEvent) -> CallStanding:
    """Where a call stands after an event; raises `Conflict` where it cannot happen there."""
    if standing.state is CallState.ENDED:
        raise Conflict("the call has ended")
    match event:
        case CallEvent.AGENT_TOLD:
            told = CallState.RINGING if standing.state is CallState.WAITING else standing.state
            return replace(standing, state=told)
        case CallEvent.CUSTOMER_READY:
            return _came(replace(standing, customer_here=True))
        case CallEvent.AGENT_READY:
            if standing.state is CallState.INVITED:
                raise Conflict("the customer is not there yet")
            return _came(replace(standing, agent_here=True))
        case CallEvent.CUSTOMER_GONE:
            return _went(replace(standing, customer_here=False))
        case CallEvent.AGENT_GONE:
            return _went(replace(standing, agent_here=False))


def _came(standing: CallStanding) -> CallStanding:
    if standing.customer_here and standing.agent_here:
        return replace(standing, state=CallState.JOINED, round=standing.round + 1)
    if (
        standing.state in (CallState.INVITED, CallState.LOST)
        and standing.customer_here
        and standing.round == 0
    ):
        return replace(standing, state=CallState.WAITING)
    return standing


def _went(standing: CallStanding) -> CallStanding:
    if standing.state is CallState.INVITED:
        return standing
    if standing.customer_here and standing.round == 0:
        return standing  # the agent was not in it yet
    return replace(standing, state=CallState.LOST)
