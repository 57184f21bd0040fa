"""Customers who write letters to two hubs all the while: their provider sees what a web chat would drop."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from http import HTTPStatus
from itertools import cycle

import aiohttp

from tests.faults.load import Kind, Question, questions_in
from tests.faults.loft import AGAIN_S, Loft, key_of
from tests.faults.result import Result
from tests.faults.stored import StoredIdentity, read_identity
from tests.support.loft_calls import letter_body

SENDERS = 6
FIRST = 1000
"""The number of the first sender: apart from those of the web chat's customers, whose marks are alike."""

PAUSE_S = (1.0, 2.0)
HANDED_IN_WITHIN_S = 180.0
"""Longer than a hub takes to start: it listens before it serves."""

LATE_S = 0.5
"""So long after it has taken a letter the provider says so: nearly every stop finds one under way."""


class Letters:
    """Their senders, the provider, and what became of each letter."""

    def __init__(self, seed: int) -> None:
        self.loft = Loft(late_s=LATE_S)
        self._seed = seed

    @asynccontextmanager
    async def writing(self, ports: Sequence[int]) -> AsyncIterator[None]:
        """All write while the block runs, each letter to either hub and to the other where that is gone."""
        over = asyncio.Event()
        async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as senders:
            for number in range(SENDERS):
                senders.create_task(self._write(session, ports, number, over))
            try:
                yield
            finally:
                over.set()

    async def judge(self, url: str, result: Result) -> None:
        """Adds to a result what became of the letters that a hub said it has."""
        taken = Counter(
            question.mark for words in self.loft.took.elements() for question in questions_in(words)
        )
        lost, silent = list[str](), list[str]()
        known: dict[str, StoredIdentity] = {}
        for letter, (sender, words) in self.loft.accepted.items():
            if sender not in known:
                known[sender] = await read_identity(url, key_of(sender))
            (question,) = questions_in(words)
            if [each.text for each in known[sender].messages if each.provider_id == letter] != [words]:
                lost.append(f"{letter} is not stored once and as it was written")
            elif taken[question.mark]:
                continue
            elif _kept(known[sender], letter):
                result.parked += 1
            else:
                silent.append(f"the answer to {letter} never came to its provider")
        twice = [f"{mark} was answered {count} times by letter" for mark, count in taken.items() if count > 1]
        twice += self.loft.twice
        result.accepted += len(self.loft.accepted)
        result.lost += len(lost)
        result.unanswered += len(silent)
        result.duplicated += len(twice)
        result.figures["letters_count"] = len(self.loft.accepted)
        result.first_findings += [*lost[:5], *silent[:5], *twice[:5]]

    async def _write(
        self, session: aiohttp.ClientSession, ports: Sequence[int], number: int, over: asyncio.Event
    ) -> None:
        chance = random.Random(f"{self._seed}:letters:{number}")
        written = 0
        while not over.is_set():
            written += 1
            words = Question(Kind.PLAIN, FIRST + number, written).text
            order = chance.sample(ports, len(ports))
            await self._hand_in(session, order, f"letter-{number}-{written}", f"sender-{number}", words)
            await asyncio.sleep(chance.uniform(*PAUSE_S))

    async def _hand_in(
        self, session: aiohttp.ClientSession, ports: Sequence[int], letter: str, sender: str, words: str
    ) -> None:
        """To one hub after the other, until one has it; raises `TimeoutError`."""
        body = letter_body(letter, sender, words)
        async with asyncio.timeout(HANDED_IN_WITHIN_S):
            for port in cycle(ports):
                with suppress(aiohttp.ClientError):  # it is gone, or goes just now
                    if await self.loft.tell(session, port, body) == HTTPStatus.OK:
                        break
                await asyncio.sleep(AGAIN_S)
        self.loft.accepted[letter] = sender, words


def _kept(stored: StoredIdentity, letter: str) -> bool:
    """Whether its turn was given up and waits for people."""
    places = [each.place for each in stored.messages if each.provider_id == letter]
    return any(
        turn.state == "failed" and turn.parked and turn.covers(place)
        for turn in stored.turns
        for place in places
    )
