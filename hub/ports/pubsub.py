"""Publish and subscribe between processes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Publication:
    """What was published under a key.

    `payload` None: something may have been missed there, so what is stored has to be looked at; `key` None:
    anywhere.
    """

    key: str | None
    payload: str | None = None


class Subscriber(Protocol):
    """One part of this process among its like in all processes, which tell each other something by key.

    What is published is kept for nobody, and may get lost: it is never the only copy.
    """

    @property
    def alone(self) -> bool:
        """Whether there can be nobody else: then publishing is of no use."""
        ...

    @property
    def healthy(self) -> bool:
        """Whether all that the others publish gets here; while not, what is stored has to be looked at."""
        ...

    def publish(self, key: str, payload: str) -> None:
        """Hands it to the others that subscribed to the key; does not wait for it."""
        ...

    def subscribe(self, key: str) -> None:
        """Hears of the key from now on; where that takes a moment, a `Publication(key)` tells when."""
        ...

    def unsubscribe(self, key: str) -> None:
        """Hears no more of the key, but for what is on its way."""
        ...

    async def next(self) -> Publication:
        """What was published, oldest first, as soon as there is something; for one reader."""
        ...
