"""A turn in the hands of a worker: what is asked, on which base, and how far it got."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from hub.conversation.triage import Alert
from hub.ids import conversation_id
from hub.messages import Facts, Message
from hub.ports import Address, Clock
from hub.store.work import TurnLease

ASKS_LIMIT = 3
"""How often a turn is asked in all: at first, and anew for more words (docs/how-a-message-travels.md)."""

FAILURES_LIMIT = 5
"""How often the bot may fail on one turn before people see it (docs/reliability.md, A10)."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn as it was read when its lease was taken or last renewed by a join."""

    lease: TurnLease
    address: Address
    facts: Facts
    number: int
    base: int
    base_ask: int | None
    messages: tuple[Message, ...]
    asks: int
    failures: int
    correlation_id: str
    opened_at: datetime
    noticed: bool
    alert: Alert | None = None
    """What the conversation was urgently about when the turn was opened or taken up."""
    replayed: bool = False
    """Whether others behind it were answered already: it is asked as a whole, and ends as a whole."""

    @property
    def identity(self) -> str:
        """Whose turn it is."""
        return self.lease.identity

    @property
    def conversation(self) -> int:
        """The conversation's number."""
        return self.lease.conversation

    @property
    def conversation_id(self) -> str:
        """The conversation's id, which is the bot's sender id."""
        return conversation_id(self.identity, self.conversation)

    @property
    def ask(self) -> int:
        """Which ask of this turn comes next; each has a number of its own, whatever became of it."""
        return self.asks + self.failures

    @property
    def of_house(self) -> bool:
        """Whether the house itself opened it: the customer asked nothing, and waits for nothing."""
        return self.messages[0].is_note

    @property
    def last_seq(self) -> int:
        """The newest message that the turn answers."""
        return self.messages[-1].seq

    @property
    def first_seq(self) -> int:
        """The oldest message that the turn answers."""
        return self.messages[0].seq


def left_s(turn: Turn, clock: Clock, span_s: float) -> float:
    """Seconds left of a span that began when the turn was opened; negative once it is over."""
    return (turn.opened_at + timedelta(seconds=span_s) - clock.now()).total_seconds()
