"""The customers of an open-loop run, as they come."""

import asyncio
import random
from dataclasses import dataclass, field

from tests.faults.guest import Guest


@dataclass
class Guests:
    """Some are new, some are in a chat already and ask once more.

    `new_share`: of those who could have been either; `idle_limit`: chats that stay open with nothing asked.
    """

    port: int
    seed: int
    new_share: float = 0.4
    idle_limit: int = 60
    all: list[Guest] = field(default_factory=list)
    _idle: list[Guest] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._chance = random.Random(f"{self.seed}:guests")

    async def arrive(self, phase: str) -> None:
        """One question more, whoever asks it; returns when it is answered."""
        if self._idle and self._chance.random() >= self.new_share:
            guest = self._idle.pop(0)
        else:
            guest = Guest(len(self.all), self.port, self.seed)
            self.all.append(guest)
        await guest.ask(phase)
        if len(self._idle) < self.idle_limit:
            self._idle.append(guest)
        else:
            await guest.leave()

    async def leave(self) -> None:
        """Closes every socket."""
        await asyncio.gather(*(guest.leave() for guest in self.all))
