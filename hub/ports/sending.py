"""The sending half of a connector, and what providers tell of it later."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from hub.messages import Event, Message, Status
from hub.ports.rules import Delivery
from hub.ports.spine import Address


class Parts(Protocol):
    """The sends that one message takes: which the provider has, and the right to the next one."""

    @property
    def accepted(self) -> int:
        """How many the provider took, in earlier tries too: sending goes on behind them."""
        ...

    async def accept(self, provider_id: str | None, *, more: bool) -> bool:
        """Stores that the provider took the next one; tells whether there is a right to one `more`.

        Where there is none, the sender answers HELD. Raises `LostLease` where another process has the
        message by now: the sender lets that pass.
        """
        ...


class LastHop(Protocol):
    """Fills into a message what must not be stored, such as a one-time code, as it leaves."""

    async def fill(self, message: Message) -> Message | None:
        """The message as it is sent, nearly always itself; None where it is not to be sent any more.

        Raises `StoreUnavailable`.
        """
        ...


class Sender(Protocol):
    """The sending half of a connector."""

    async def send(self, address: Address, message: Message, parts: Parts) -> Delivery:
        """Tries once to deliver a message; never raises for what the provider says.

        `parts`: for what takes several sends; a message that takes one needs it for nothing.
        """
        ...

    async def show(self, address: Address, event: Event) -> None:
        """Shows a passing event (typing, waiting) where the channel can; else does nothing."""
        ...


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a provider tells later of a send that it took: `status` is DELIVERED, READ or FAILED."""

    channel: str
    account: str
    provider_id: str
    status: Status
    code: str = ""


class Receipts(Protocol):
    """Where connectors hand in what providers tell of sends, by the providers' own ids."""

    async def report(self, receipts: Sequence[Receipt]) -> None:
        """Stores them, in any order and however often; one that comes before its send is stored is kept.

        Raises `StoreUnavailable`.
        """
        ...


class Claim(Protocol):
    """A message that somebody has in hand, for the answer to a webhook."""

    @property
    def message(self) -> Message:
        """What is to be sent."""
        ...


class PassiveReplies(Protocol):
    """For providers that take an answer in the response to their own call."""

    def expecting(self, identity: str) -> AbstractContextManager[None]:
        """While it is held, this process sends the identity nothing by itself: `claim_for` gives it."""
        ...

    async def claim_for(self, identity: str, *, within_s: float = 0.0) -> Claim | None:
        """What waits first for the identity, now in the caller's hands for a while; None where nothing comes.

        Counts against no quota. Raises `StoreUnavailable`.
        """
        ...

    async def confirm(self, claim: Claim) -> bool:
        """Stores that it was sent; False where its time was over and another has it by now.

        Raises `StoreUnavailable`.
        """
        ...

    async def send_after_all(self, claim: Claim) -> None:
        """Sends in the usual way what was confirmed, and then turned out to have reached nobody.

        Raises `StoreUnavailable`.
        """
        ...

    async def give_back(self, claim: Claim) -> bool:
        """Lets it be sent in the usual way. False and `StoreUnavailable` as with `confirm`."""
        ...
