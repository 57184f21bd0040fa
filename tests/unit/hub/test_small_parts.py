"""Bus, command registry, crash points, manifests: small parts that others stand on."""

import asyncio
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from hub.bus import Bus, Topic
from hub.clock import SystemClock
from hub.commands import CommandContext, CommandHandlers
from hub.conversation.conversations import Conversations
from hub.errors import SetupError, YuanqiaoError
from hub.hooks import Hooks
from hub.messages import Command, FileComplaint, InstructBank, ReadBank, RecordGap, RequestPerson, StartCheck
from hub.parts import PartContext
from hub.settings import ROOT, Settings
from hub.staff import open_staff
from hub.store.database import Database
from yuanqiao.hub import open_gate
from yuanqiao.parts import connect, open_parts


async def test_a_wake_up_before_waiting_is_not_lost() -> None:
    bus = Bus()
    bus.wake(Topic.WORK)
    await asyncio.wait_for(bus.wait(Topic.WORK, 60), 1)
    began = time.monotonic()
    await bus.wait(Topic.WORK, 0.05)
    assert time.monotonic() - began >= 0.04, "one wake-up wakes once"


async def test_a_wake_up_reaches_who_waits_and_no_other_topic() -> None:
    bus = Bus()
    working = asyncio.create_task(bus.wait(Topic.WORK, 60))
    sending = asyncio.create_task(bus.wait(Topic.OUTBOX, 60))
    await asyncio.sleep(0)
    bus.wake(Topic.WORK)
    await asyncio.wait_for(working, 1)
    assert not sending.done()
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)


async def nothing(_connection: Any, _command: Any, _context: CommandContext) -> None:
    """Does nothing."""


def test_a_command_has_one_handler() -> None:
    handlers = CommandHandlers()
    handlers.register(RecordGap, nothing)
    handlers.register(RequestPerson, nothing)
    with pytest.raises(SetupError, match="RecordGap"):
        handlers.register(RecordGap, nothing)
    with pytest.raises(SetupError, match="RecordGap"):
        handlers.register_speaking(RecordGap, nothing)  # type: ignore[arg-type]


def test_every_command_of_the_vocabulary_has_a_handler(tmp_path: Path) -> None:
    known = set(Command.__origin__.__args__)  # type: ignore[attr-defined]
    assert known == {RecordGap, RequestPerson, FileComplaint, InstructBank, ReadBank, StartCheck}
    settings = Settings(_env_file=None, var_dir=tmp_path)  # type: ignore[call-arg]
    clock, bus, hooks = SystemClock(), Bus(), Hooks()
    spoken = Conversations(bus, clock, {}, hooks.reactions)
    context = PartContext(
        settings,
        database := Database("sqlite://"),
        clock,
        bus,
        open_gate(settings, clock),
        spoken,
        "hub-1",
        open_staff(settings, database, clock),
    )
    connect(open_parts(context), hooks)
    assert {*hooks.commands.by_type, *hooks.commands.speaking} == known


@pytest.mark.parametrize(
    ("wanted", "code"), [("a.b", -9), ("a.b:2", -9), ("a.b:3", 0), ("a", 0), ("", 0), ("x.y", 0)]
)
def test_a_crash_point_kills_at_its_name_and_count(wanted: str, code: int) -> None:
    program = "from hub.crash_points import crash_here; crash_here('a.b'); crash_here('a.b')"
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env={"CRASH_AT": wanted}, timeout=30, check=False
    )
    assert ended.returncode == code


def _all_errors(root: type[YuanqiaoError]) -> list[type[YuanqiaoError]]:
    return [root, *(each for child in root.__subclasses__() for each in _all_errors(child))]


def test_the_tree_of_errors_is_the_one_drawn() -> None:
    """Code and HTTP status of each error stand in the drawing at the top of hub/errors.py."""
    import hub.errors

    drawn = re.findall(r"[├└]── (\w+) +([0-9]{3})", hub.errors.__doc__ or "")
    found = {
        each.__name__: str(each.status)
        for each in _all_errors(YuanqiaoError)
        if each.__module__ == "hub.errors"
    }
    found.pop("YuanqiaoError")
    assert len(drawn) > 10
    assert dict(drawn) == found
    codes = [each.code for each in _all_errors(YuanqiaoError) if each.__module__ == "hub.errors"]
    assert len(set(codes)) == len(codes)
