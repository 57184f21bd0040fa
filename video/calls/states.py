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


class State(StrEnum):
    """Where a call stands."""

    INVITED = "invited"
    WAITING = "waiting"
    RINGING = "ringing"
    JOINED = "joined"
    LOST = "lost"
    ENDED = "ended"


class Event(StrEnum):
    """What happens to a call; it is hung up by `end`."""

    CUSTOMER_READY = "customer_ready"
    AGENT_TOLD = "agent_told"
    AGENT_READY = "agent_ready"
    CUSTOMER_GONE = "customer_gone"
    AGENT_GONE = "agent_gone"


class Recorded(StrEnum):
    """What of a call is recorded. Only `NO` goes from browser to browser.

    `ASKED`: it goes through the media server, and the customer has not agreed yet. `AGREED`: they have, and
    it is not recorded just now (not yet, or a line is gone). `ON`: the server records both sides.
    """

    NO = "no"
    ASKED = "asked"
    AGREED = "agreed"
    ON = "on"


LASTS = {
    State.INVITED: timedelta(minutes=10),
    State.WAITING: timedelta(minutes=5),
    State.RINGING: timedelta(minutes=5),
    State.JOINED: timedelta(seconds=45),  # since either side was heard last
    State.LOST: timedelta(seconds=20),
}
"""How long a state lasts by itself."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A call's state, who is there, and how often both came together."""

    state: State
    customer_here: bool = False
    agent_here: bool = False
    round: int = 0


def after(standing: Standing, event: Event) -> Standing:
    """Where a call stands after an event; raises `Conflict` where it cannot happen there."""
    if standing.state is State.ENDED:
        raise Conflict("the call has ended")
    match event:
        case Event.AGENT_TOLD:
            told = State.RINGING if standing.state is State.WAITING else standing.state
            return replace(standing, state=told)
        case Event.CUSTOMER_READY:
            return _came(replace(standing, customer_here=True))
        case Event.AGENT_READY:
            if standing.state is State.INVITED:
                raise Conflict("the customer is not there yet")
            return _came(replace(standing, agent_here=True))
        case Event.CUSTOMER_GONE:
            return _went(replace(standing, customer_here=False))
        case Event.AGENT_GONE:
            return _went(replace(standing, agent_here=False))


def _came(standing: Standing) -> Standing:
    if standing.customer_here and standing.agent_here:
        return replace(standing, state=State.JOINED, round=standing.round + 1)
    if standing.state in (State.INVITED, State.LOST) and standing.customer_here and standing.round == 0:
        return replace(standing, state=State.WAITING)
    return standing


def _went(standing: Standing) -> Standing:
    if standing.state is State.INVITED:
        return standing
    if standing.customer_here and standing.round == 0:
        return standing  # the agent was not in it yet
    return replace(standing, state=State.LOST)
