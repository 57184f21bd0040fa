"""A hub one of whose own tasks breaks does not live on without it."""

import asyncio
import json
from pathlib import Path

import pytest

from hub import process
from hub.logs import configure_logging
from tests.support.bot import TestBot
from tests.support.house import make_settings
from tests.unit.hub.spine import Spine
from yuanqiao.hub import build_hub

pytestmark = pytest.mark.usefixtures("logging_restored")

PATIENCE_S = 20.0


async def test_it_says_so_and_ends(
    spine: Spine, bot: TestBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = spine.database.url.render_as_string(hide_password=False).replace("+inloop", "")
    hub = build_hub(make_settings(url, tmp_path, bot.port))
    ended, may_break = asyncio.Event(), asyncio.Event()

    async def break_it() -> None:
        await may_break.wait()
        raise RuntimeError("of no use")

    hub.on_broken = ended.set
    hub.background.append(break_it)
    configure_logging("hub-1", "info")
    await hub.start()
    assert not ended.is_set()
    may_break.set()
    async with asyncio.timeout(PATIENCE_S):
        await ended.wait()
    await hub.stop()
    said = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    (broke,) = [line for line in said if line["event"] == "hub.broke"]
    assert (broke["level"], broke["exception"]["type"]) == ("critical", "RuntimeError")


async def test_a_task_that_swallows_a_cancellation_is_cancelled_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(process, "CANCEL_AGAIN_S", 0.05)
    swallowed = 0

    async def swallows() -> None:
        nonlocal swallowed
        while swallowed < 2:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                swallowed += 1

    task = asyncio.create_task(swallows())
    await asyncio.sleep(0)
    async with asyncio.timeout(PATIENCE_S):
        await process._end([task])
    assert swallowed == 2
