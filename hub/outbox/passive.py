"""Passive replies: gives a webhook the next message of a person, to be put into its own response."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from hub.bus import Bus, Topic
from hub.messages import Message
from hub.outgoing import Written
from hub.store.outbox import Parcel


class PassiveClaim(NamedTuple):
    """Implements `hub.ports.Claim`."""

    written: Written
    parcel: Parcel

    @property
    def message(self) -> Message:
        """What is to be sent."""
        return self.written.message


class Expected:
    """The people whose answers webhooks wait for, in this process."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._waiting: Counter[str] = Counter()

    def __contains__(self, identity: str) -> bool:
        return identity in self._waiting

    def people(self) -> frozenset[str]:
        """Their identities' keys."""
        return frozenset(self._waiting)

    @contextmanager
    def expecting(self, identity: str) -> Iterator[None]:
        """Has the answers of a person left for the webhook that holds it."""
        self._waiting[identity] += 1
        try:
            yield
        finally:
            self._waiting[identity] -= 1
            if not self._waiting[identity]:
                del self._waiting[identity]
            # What it did not take is sent in the usual way.
            self._bus.wake(Topic.OUTBOX)
