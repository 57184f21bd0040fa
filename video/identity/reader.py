"""Has pictures of identity cards read by a process of its own, started on need and ended when idle."""

import asyncio
import contextlib
import importlib.util
import json
import os
import struct
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import structlog

from hub.ports import Clock
from video.identity.card import TROUBLES, CardRead
from video.identity.limits import IDLE_S, READ_S, WAITING_LIMIT, WITHIN_S

ROOT = Path(__file__).resolve().parents[2]
CHILD = (sys.executable, "-m", "video.identity.child")
NEEDS = ("rapidocr", "onnxruntime")
ANSWER_LIMIT = 4096
LOOK_EVERY_S = 5.0

UNREAD = CardRead(trouble="unread")

log = structlog.get_logger(__name__)


def is_installed() -> bool:
    """Whether the extra `ocr` is."""
    return all(importlib.util.find_spec(name) is not None for name in NEEDS)


class CardReader:
    """One process, one picture at a time; whatever becomes of it, the caller gets an answer in time."""

    def __init__(
        self,
        clock: Clock,
        *,
        installed: bool,
        command: Sequence[str] = CHILD,
        read_s: float = READ_S,
        within_s: float = WITHIN_S,
    ) -> None:
        self.installed = installed
        self._clock = clock
        self._command = command
        self._read_s = read_s
        self._within_s = within_s
        self._lock = asyncio.Lock()
        self._waiting = 0
        self._child: Process | None = None
        self._used_at = 0.0

    @property
    def pid(self) -> int | None:
        """The process that reads, None while there is none."""
        return self._child.pid if self._child is not None else None

    async def read(self, jpeg: bytes) -> CardRead:
        """What stands on the card; `unread` where the process broke down, hung, or is asked too much."""
        if not self.installed:
            return CardRead(trouble="not_installed")
        if self._waiting >= WAITING_LIMIT:
            log.warning("video.card_unread", reason="too_many")
            return UNREAD
        self._waiting += 1
        try:
            return await self._in_turn(jpeg)
        finally:
            self._waiting -= 1

    async def _in_turn(self, jpeg: bytes) -> CardRead:
        """One after the other. Who has the process has its time for themselves, up to its end."""
        try:
            async with asyncio.timeout(self._within_s - self._read_s):
                await self._lock.acquire()
        except TimeoutError:
            log.warning("video.card_unread", reason="too_late")
            return UNREAD
        try:
            return await self._ask(jpeg)
        finally:
            self._lock.release()

    async def run(self) -> None:
        """Ends the process when it has had nothing to do for a while; runs until it is cancelled."""
        if not self.installed:
            log.info("video.ocr_not_installed", detail="identity cards are typed by hand: the extra `ocr`")
        try:
            while True:
                await asyncio.sleep(LOOK_EVERY_S)
                await self.end_if_idle()
        finally:
            await self._end()

    async def end_if_idle(self) -> None:
        """Ends the process where nothing was read for `IDLE_S`."""
        if self._child is None or self._lock.locked():
            return
        if self._clock.monotonic() - self._used_at >= IDLE_S:
            async with self._lock:
                await self._end()

    async def _ask(self, jpeg: bytes) -> CardRead:
        answered = False
        try:
            async with asyncio.timeout(self._read_s):
                child = await self._started()
                card = await _answer(child, jpeg)
            answered = True
        except (TimeoutError, OSError, EOFError, ValueError) as error:
            log.warning("video.card_unread", reason=type(error).__name__)
            return UNREAD
        else:
            return card
        finally:
            self._used_at = self._clock.monotonic()
            if not answered:  # given up in the middle, too: its next answer would be this picture's
                await self._end()

    async def _started(self) -> Process:
        if self._child is None or self._child.returncode is not None:
            self._child = await asyncio.create_subprocess_exec(
                *self._command,
                cwd=ROOT,
                # Nothing of ours but where Python and its modules are: it has no business with our secrets.
                env={k: os.environ[k] for k in ("PATH", "PYTHONPATH") if k in os.environ}
                | {"OMP_NUM_THREADS": "1"},
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
                start_new_session=True,
            )
        return self._child

    async def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        if child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                child.kill()
        await child.wait()


async def _answer(child: Process, jpeg: bytes) -> CardRead:
    """Asks, and reads the answer; raises `OSError`, `EOFError`, `ValueError`."""
    assert child.stdin is not None  # noqa: S101
    assert child.stdout is not None  # noqa: S101
    child.stdin.write(struct.pack(">I", len(jpeg)) + jpeg)
    await child.stdin.drain()
    (length,) = struct.unpack(">I", await child.stdout.readexactly(4))
    if length > ANSWER_LIMIT:
        raise ValueError("the answer is too long")
    said: Any = json.loads(await child.stdout.readexactly(length))
    match said:
        case {"name": str(name), "id_number": str(number), "trouble": str(trouble)} if trouble in TROUBLES:
            return CardRead(name, number, trouble)  # type: ignore[arg-type]
    raise ValueError("the answer has another form")
