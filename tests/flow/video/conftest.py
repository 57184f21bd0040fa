"""A house whose bot hands over, and whose clock a test turns."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.bot import TestBot, done
from tests.support.clock import HandClock
from tests.support.house import House, make_settings, running_house
from tests.support.staff import make_account
from video import part


@asynccontextmanager
async def house_of(url: str, tmp_path: Path, bot: TestBot, *, demo: bool = True) -> AsyncIterator[House]:
    """A house whose bot hands over when asked to, whose clock the test turns; `demo`: it plays services."""

    async def hands_over(ask: dict[str, Any]) -> tuple[int, Any]:
        command = {"type": "request_person", "reason": "客户要求人工"}
        return 200, done(ask, {"type": "text", "text": "正在为您转接"}, commands=[command])

    bot.answer = hands_over
    clock = HandClock()
    settings = make_settings(url, tmp_path, bot.port, video_demo_services=demo)
    async with running_house(settings, bot, clock) as running:
        await make_account(running.hub.staff, "li.ming")
        yield running


@pytest.fixture
async def house(database_url: str, tmp_path: Path, bot: TestBot) -> AsyncIterator[House]:
    async with house_of(database_url, tmp_path, bot) as running:
        yield running


@pytest.fixture
async def house_without_reading(
    database_url: str, tmp_path: Path, bot: TestBot, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[House]:
    """One without the extra `ocr`."""
    monkeypatch.setattr(part, "is_installed", lambda: False)
    async with house_of(database_url, tmp_path, bot) as running:
        yield running


@pytest.fixture
async def house_without_services(database_url: str, tmp_path: Path, bot: TestBot) -> AsyncIterator[House]:
    """One where neither the bank's services are connected nor played."""
    async with house_of(database_url, tmp_path, bot, demo=False) as running:
        yield running
