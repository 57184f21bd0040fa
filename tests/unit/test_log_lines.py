import asyncio
import contextlib
import logging
import sys
from pathlib import Path
from typing import Any

import pytest
import structlog

from hub.log_lines import AFTER_S, Lines
from hub.logs import configure_logging

pytestmark = pytest.mark.usefixtures("logging_restored")

PATIENCE_S = 20.0


def _word(event: Any) -> str:
    return str(event["event"])


def test_where_no_loop_runs_a_line_is_written_at_once() -> None:
    written: list[str] = []
    Lines(lambda event: written.append(_word(event))).later({"event": "a.b"})
    assert written == ["a.b"]


async def test_what_informs_waits_for_the_loop_and_what_warns_brings_it_along() -> None:
    written: list[str] = []
    lines = Lines(lambda event: written.append(_word(event)))
    lines.later({"event": "a.first"})
    lines.later({"event": "a.second"})
    assert written == []
    lines.now({"event": "a.warning"})
    assert written == ["a.first", "a.second", "a.warning"]


async def test_what_waits_is_written_without_another_line() -> None:
    written: asyncio.Queue[str] = asyncio.Queue()
    lines = Lines(lambda event: written.put_nowait(_word(event)))
    for event in ("a.first", "a.second"):  # each wait anew
        lines.later({"event": event})
        assert written.empty()
        async with asyncio.timeout(PATIENCE_S):
            assert await written.get() == event


def test_a_loop_that_ended_keeps_nothing_back() -> None:
    written: list[str] = []
    lines = Lines(lambda event: written.append(_word(event)))

    async def say(event: str, wait_s: float) -> None:
        lines.later({"event": event})
        await asyncio.sleep(wait_s)

    asyncio.run(say("a.first", 0.0))
    assert written == []
    asyncio.run(say("a.second", 10 * AFTER_S))
    assert written == ["a.first", "a.second"]


async def test_a_line_tells_the_time_at_which_it_was_said(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("hub-1", "info")
    log = structlog.get_logger("hub.inbox")
    log.info("inbox.accepted", channel="webchat")
    await asyncio.sleep(0)
    assert capsys.readouterr().err == ""
    log.warning("turn.late")
    first, second = capsys.readouterr().err.splitlines()
    assert '"event":"inbox.accepted"' in first
    assert '"event":"turn.late"' in second
    assert first.split('"time":')[1] < second.split('"time":')[1]


def test_a_stream_without_room_stops_nobody(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logging("hub-1", "info")
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stderr", full)
        structlog.get_logger("hub.inbox").warning("store.log_kept", cause="x")
        structlog.get_logger("hub.inbox").info("inbox.accepted", channel="webchat")
        logging.getLogger("some.library").error("broken: %s", "x")
        monkeypatch.undo()
        with pytest.raises(OSError, match="No space"):
            full.flush()  # the lines went there
        with contextlib.suppress(OSError):
            full.close()
    structlog.get_logger("hub.inbox").warning("store.log_kept", cause="there is room again")
    (said,) = capsys.readouterr().err.splitlines()
    assert "there is room again" in said
