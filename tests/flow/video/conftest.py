"""A house whose bot hands over, and whose clock a test turns."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.bot import TestBot, done
from tests.support.clock import HandClock
from tests.support.house import House, make_settings, running_house
from tests.support.staff import make_account


@pytest.fixture
async def house(database_url: str, tmp_path: Path, bot: TestBot) -> AsyncIterator[House]:
    """A house whose bot hands over when asked to, whose clock the test turns, and which plays services."""

    async def hands_over(ask: dict[str, Any]) -> tuple[int, Any]:
        command = {"type": "request_person", "reason": "客户要求人工"}
        return 200, done(ask, {"type": "text", "text": "正在为您转接"}, commands=[command])

    bot.answer = hands_over
    clock = HandClock()
    settings = make_settings(database_url, tmp_path, bot.port, video_demo_services=True)
    async with running_house(settings, bot, clock) as running:
        await make_account(running.hub.staff, "li.ming")
        yield running
