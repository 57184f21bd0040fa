"""Delivery policy: how the spine treats a channel's conversations, and what may become of a try to send."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from hub.messages import EventKind, NoticeCode


class SendOutcome(StrEnum):
    """What became of one try to send.

    `RETRY`: the provider did not take it now, and may later. `HELD`: there is no right to send until the
    customer writes again or until a time. `UNSURE`: it may have arrived, and must not be repeated unasked.
    """

    SENT = "sent"
    RETRY = "retry"
    HELD = "held"
    REJECTED = "rejected"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Delivery:
    """The result of one try to send; `code` says what went wrong.

    `provider_id`: of a message that took one send; of several, each is told with `Parts.accept`.
    `retry_after_s` goes with RETRY, `until` with HELD (None: until the customer writes).
    """

    outcome: SendOutcome
    provider_id: str | None = None
    retry_after_s: float | None = None
    code: str = ""
    until: datetime | None = None


class QuotaPer(StrEnum):
    """What a quota is counted for.

    `MESSAGE`: each message of the customer gives the right anew. `IDENTITY` and `ACCOUNT`: so many in each
    span, to one person or by the whole account.
    """

    MESSAGE = "message"
    IDENTITY = "identity"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class QuotaRule:
    """At most `limit` sends in `span_s` seconds; `name` tells the rules of a channel apart.

    `given_by` goes with `MESSAGE`: what of the customer's gives the right (`Arrival.gives`). Of several such
    rules one is enough; the one that ends first is used first.
    """

    name: str
    per: QuotaPer
    limit: int
    span_s: float
    given_by: str = "message"


@dataclass(frozen=True, slots=True)
class RetryRule:
    """How often a message is tried: pauses that double, a most of tries, an age at which it is given up."""

    first_s: float = 1.0
    longest_s: float = 300.0
    attempts: int = 20
    deadline_s: float | None = None


@dataclass(frozen=True, slots=True)
class BreakerRule:
    """Circuit breaker: after so many failures in a row nothing is sent for a while, then one as a probe."""

    failures: int = 5
    pause_s: float = 5.0


@dataclass(frozen=True, slots=True)
class SendingRules:
    """How messages of one account leave; what is not given leaves them free.

    `concurrency`: most sends at once; `per_second` and `burst`: the rate (token bucket) of this process;
    `send_within_s`: how long one message may take; `on_timeout`: RETRY where the provider drops repeats or
    they do no harm, else UNSURE; `holds`: the provider may say HELD by itself, with no quota of ours.
    """

    concurrency: int = 32
    per_second: float | None = None
    burst: int = 1
    send_within_s: float = 10.0
    retry: RetryRule = field(default_factory=RetryRule)
    breaker: BreakerRule = field(default_factory=BreakerRule)
    on_timeout: SendOutcome = SendOutcome.RETRY
    quotas: tuple[QuotaRule, ...] = ()
    holds: bool = False

    def __post_init__(self) -> None:
        if self.on_timeout not in (SendOutcome.RETRY, SendOutcome.UNSURE):
            raise ValueError("a time-out means that it is tried again, or that nobody knows")

    @property
    def rations(self) -> bool:
        """Whether messages may have to wait for the customer's next one."""
        return self.holds or bool(self.quotas)


class ShownAs(StrEnum):
    """How a channel tells what the house says of its own state: as it is, by a sign of typing, not at all."""

    ITSELF = "itself"
    TYPING = "typing"
    NOTHING = "nothing"


Telling = NoticeCode | EventKind


@dataclass(frozen=True, slots=True)
class ChannelRules:
    """How the spine treats a channel's conversations.

    `quiet_s`: how long to wait for more words before the bot is asked (0 where replies are free);
    `idle_close_s`: after so long a silence the next message opens a new conversation; `buttons`: whether
    customers can press an option; its number answers in any case, its label where they cannot; `notices`:
    what is shown otherwise than as it is.
    """

    quiet_s: float
    idle_close_s: float
    sending: SendingRules = field(default_factory=SendingRules)
    buttons: bool = True
    notices: Mapping[Telling, ShownAs] = field(default_factory=dict)

    def shown_as(self, what: Telling) -> ShownAs:
        """How a notice, or the sign that somebody types or that it takes longer, is shown here."""
        return self.notices.get(what, ShownAs.ITSELF)
