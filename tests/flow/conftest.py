"""What the flow tests share: an impatient hub, and looks into the database."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.bot import TestBot
from tests.support.house import House, make_settings, running_house


@pytest.fixture
async def hasty(database_url: str, tmp_path: Path, bot: TestBot) -> AsyncIterator[House]:
    """A hub whose patience is a hundredth of the usual."""
    settings = make_settings(
        database_url,
        tmp_path,
        bot.port,
        ask_deadline_s=0.6,
        waiting_after_s=0.1,
        late_after_s=0.3,
        give_up_after_s=5.0,
    )
    async with running_house(settings, bot) as house:
        yield house
