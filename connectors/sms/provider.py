"""The port behind which providers stand: what is handed in, and what came of it."""

from dataclasses import dataclass
from typing import Protocol

from connectors.sms.render import SmsWords
from hub.ports import Clock, Delivery, SendOutcome


@dataclass(frozen=True, slots=True)
class SmsToSend:
    """A message to be sent: its words, and where the whole of it can be read."""

    words: SmsWords
    link: str


@dataclass(frozen=True, slots=True)
class SendResult:
    """What came of one try; `provider_ids` of all its sends; `gone`: why the customer takes nothing more."""

    delivery: Delivery
    provider_ids: tuple[str, ...] = ()
    gone: str = ""

    @classmethod
    def taken(cls, *provider_ids: str) -> "SendResult":
        """The provider has it."""
        return cls(Delivery(SendOutcome.SENT), provider_ids)

    @classmethod
    def not_taken(
        cls, outcome: SendOutcome, code: str, *, retry_after_s: float | None = None, gone: str = ""
    ) -> "SendResult":
        """The provider does not have it, or nobody knows."""
        return cls(Delivery(outcome, code=code, retry_after_s=retry_after_s), gone=gone)


class SmsProvider(Protocol):
    """One account at a provider."""

    async def send(self, to: str, ready: SmsToSend) -> SendResult:
        """Tries once to send; never raises for what the provider says."""
        ...

    async def run(self) -> None:
        """Works beside the server until it is cancelled: connections that are kept, feeds that are read."""
        ...

    async def close(self) -> None:
        """Closes its connections."""
        ...


class SendPace:
    """How many messages of an account may leave in a second: an even pace, in this process."""

    def __init__(self, per_second: float, clock: Clock) -> None:
        self._gap_s = 1.0 / per_second
        self._clock = clock
        self._next = 0.0

    def wait_s(self, most_s: float) -> float | None:
        """Takes the next place and tells how long to wait for it; None, and none taken, beyond `most_s`."""
        now = self._clock.monotonic()
        wait = max(0.0, self._next - now)
        if wait > most_s:
            return None
        self._next = now + wait + self._gap_s
        return wait
