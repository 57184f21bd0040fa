"""A real process is stopped (SIGSTOP) while it sends, and wakes when another has the message in hand."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from hub.settings import ROOT
from hub.store import schema
from tests.support.provider import Mode, Provider, running_provider
from tests.unit.hub.spine import Spine

AFTER_WAKING_S = 4.0
"""Longer than the pause before a second try."""


@asynccontextmanager
async def sending(url: str, port: int, name: str, *more: str) -> AsyncIterator[int]:
    """A process that sends; its id."""
    command = (sys.executable, "-m", "tests.support.outbox_process", url, str(port), name, *more)
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(Path(ROOT))}
    )
    try:
        yield process.pid
    finally:
        process.kill()
        await process.wait()


async def until(reached: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not reached():  # noqa: ASYNC110  (the provider knows of no event of ours)
            await asyncio.sleep(0.02)


async def stop_and_wake(spine: Spine, url: str, provider: Provider, *more: str) -> None:
    """The first is stopped with its call under way; it wakes during the second one's."""
    provider.modes = [Mode.TIMEOUT, Mode.TIMEOUT]
    await spine.write_out("1")
    async with sending(url, provider.port, "first", "1", *more) as first:
        await until(lambda: len(provider.asked) == 1)
        os.kill(first, signal.SIGSTOP)
        async with sending(url, provider.port, "second", "30", *more):
            await until(lambda: len(provider.asked) == 2)
            os.kill(first, signal.SIGCONT)
            await asyncio.sleep(AFTER_WAKING_S)


@pytest.fixture
async def provider() -> AsyncIterator[Provider]:
    async with running_provider() as running:
        yield running


async def test_it_neither_sends_again_nor_overwrites(
    spine: Spine, migrated_url: str, provider: Provider
) -> None:
    await stop_and_wake(spine, migrated_url, provider)
    assert len(provider.asked) == 2, "the one that was under way, and its successor's"
    (row,) = await spine.rows(schema.outbox)
    assert (row.lease_owner, row.last_code, row.attempts) == ("second", None, 2)


async def test_without_tokens_it_takes_the_message_from_its_successor_and_sends_it(
    spine: Spine, migrated_url: str, provider: Provider
) -> None:
    """The control."""
    await stop_and_wake(spine, migrated_url, provider, "same-token")
    assert len(provider.asked) > 2
