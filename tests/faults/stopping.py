"""One of two hubs stopped while it sends, and woken when the other has sent the message's next try."""

import asyncio
import random
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import aiohttp
from sqlalchemy import text

from hub.store.database import Database
from tests.faults.child import HubProcess
from tests.faults.forked import ForkedHub
from tests.faults.loft import Loft, Try, key_of
from tests.faults.result import Result, commit_of_the_checkout
from tests.faults.stage import Stage
from tests.faults.stored import StoredMessage, read_identity, unfinished
from tests.faults.world import hub_errors
from tests.support.bot import running_bot
from tests.support.loft_calls import SECRET
from tests.support.redis import find_server, running_redis

NAMES = ("hub-1", "hub-2")
SENDS_WITHIN_S = 60.0
RESTS_WITHIN_S = 60.0

WATCHED_S = 2.5
"""So long a woken hub is watched: its pause before a second try, and the second after which it looks."""

OTHERS = 3
"""Customers who write to the other hub while one is stopped."""


class StoppedSender:
    """One run over one empty PostgreSQL database; every letter has one answer."""

    def __init__(self, row: str, stage: Stage, seed: int, launcher: tuple[str, ...]) -> None:
        self.result = Result(row, seed, "postgresql", commit=commit_of_the_checkout())
        self._stage = stage
        self._launcher = launcher
        self._chance = random.Random(f"{seed}:stopped sender")
        self._overwritten: list[str] = []
        self._loft = Loft()

    async def run(self, faults: int) -> Result:
        """Stops and wakes so often, and judges. Raises `ProcessDied`, `TimeoutError`."""
        program, began = find_server(), time.monotonic()
        if program is None:
            raise RuntimeError("this row needs redis-server")
        with running_redis(program) as redis:
            async with running_bot() as bot, self._loft.running(), aiohttp.ClientSession() as session:
                self._session = session
                self._hubs = self._two_hubs(bot.port, redis.url)
                first = self._hubs[NAMES[0]]
                await first.migrate()
                try:
                    for hub in self._hubs.values():
                        await hub.start()
                        await hub.serves(SENDS_WITHIN_S)
                    for number in range(faults):
                        await self._one(number)
                    await self._rest()
                finally:
                    for hub in self._hubs.values():
                        await hub.stop()
        await self._judge()
        self.result.seconds = time.monotonic() - began
        return self.result

    def _two_hubs(self, bot_port: int, redis_url: str) -> dict[str, HubProcess]:
        hubs = {}
        for name in NAMES:
            accounts = self._stage.folder / f"{name}.yml"
            self._loft.write_accounts(accounts, name)
            settings = {
                "YUANQIAO_REDIS_URL": redis_url,
                "YUANQIAO_PROCESS_NAME": name,
                "YUANQIAO_ACCOUNTS_FILE": str(accounts),
                "PIGEON_SECRET": SECRET,
            }
            folder = self._stage.folder / name
            folder.mkdir()
            hubs[name] = ForkedHub(self._launcher, folder, self._stage.url, bot_port, settings)
        return hubs

    async def _one(self, number: int) -> None:
        """The hub that sends a letter's answer is stopped, and woken in the middle of the other's try."""
        sender, question = f"customer-{number % OTHERS}", f"第 {number} 问"
        words = f"echo: {question}"
        self._loft.hold(words)
        asked = self._hubs[self._chance.choice(NAMES)]
        await self._loft.write(self._session, asked.port, sender, question)
        first = await self._try(words, 0)
        self._hubs[first.hub].signal(signal.SIGSTOP)
        first.given_up = True
        (other,) = set(NAMES) - {first.hub}
        try:
            for place in range(OTHERS):
                await self._loft.write(
                    self._session, self._hubs[other].port, f"beside-{place}", f"{question}，旁边 {place}"
                )
            second = await self._try(words, 1)
            before = await self._claim_of(sender)
        except TimeoutError:
            self.result.missed.append(f"nobody took {words!r} from the hub that was stopped")
            return
        finally:
            self._hubs[first.hub].signal(signal.SIGCONT)
        await asyncio.sleep(WATCHED_S)
        after = await self._claim_of(sender)
        if second.in_hand and after != before:
            self._overwritten.append(f"{words!r}, in hand as {before}, was made {after} by a woken hub")
        self._loft.release(words)
        await _until(lambda: self._loft.took[words] > 0, SENDS_WITHIN_S)
        self.result.faults += 1
        self._stage.on_fault()

    async def _try(self, words: str, place: int) -> Try:
        await _until(lambda: len(self._loft.tries_of(words)) > place, SENDS_WITHIN_S)
        return self._loft.tries_of(words)[place]

    async def _claim_of(self, sender: str) -> tuple[Any, ...] | None:
        """Who has the answer in hand, and its tries; None where it is on its way no more."""
        query = text("SELECT lease_owner, attempts, last_code FROM outbox WHERE identity_key = :key")
        database = Database(self._stage.url, read_only=True)
        try:
            async with database.read() as connection:
                found = (await connection.execute(query, {"key": key_of(sender)})).one_or_none()
        finally:
            await database.close()
        return None if found is None else tuple(found)

    async def _rest(self) -> None:
        """What is unfinished when the time is over is what the checks are for."""
        with suppress(TimeoutError):
            async with asyncio.timeout(RESTS_WITHIN_S):
                while await unfinished(self._stage.url):
                    for hub in self._hubs.values():
                        hub.check()
                    await asyncio.sleep(0.2)

    async def _judge(self) -> None:
        lost, unanswered = [], []
        for letter, (sender, question) in self._loft.accepted.items():
            stored = (await read_identity(self._stage.url, key_of(sender))).messages
            words = f"echo: {question}"
            if [each.text for each in stored if each.provider_id == letter] != [question]:
                lost.append(f"{letter} of {sender} is not stored once and as it was written")
            if not self._loft.took[words] or not _sent(stored, words):
                unanswered.append(f"the answer to {letter} of {sender} was not sent, or is not known to be")
        again = [f"{words!r} was taken {n} times" for words, n in self._loft.took.items() if n > 1]
        errors = [error for hub in self._hubs.values() for error in hub_errors(hub.log)]
        result, duplicated = self.result, [*self._loft.twice, *again]
        result.accepted, result.lost = len(self._loft.accepted), len(lost)
        result.unanswered, result.duplicated = len(unanswered), len(duplicated)
        result.effects, result.hub_errors = len(self._overwritten), len(errors)
        result.first_findings = [*lost, *unanswered, *duplicated, *self._overwritten, *errors][:20]
        logs = [hub.log.read_text("utf-8", "replace") for hub in self._hubs.values()]
        result.figures = {"fenced_count": sum(log.count('"outbox.fenced"') for log in logs)}


def _sent(stored: list[StoredMessage], words: str) -> bool:
    return [each.status for each in stored if each.text == words] == ["sent"]


async def _until(reached: Callable[[], bool], limit_s: float) -> None:
    async with asyncio.timeout(limit_s):
        while not reached():  # noqa: ASYNC110  (the provider knows of no event of ours)
            await asyncio.sleep(0.02)
