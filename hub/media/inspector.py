"""Has files looked into by processes of their own, a few at a time."""

import asyncio
import json
import os
import signal
import sys
from pathlib import Path

import structlog

from hub.errors import MediaBroken, MediaTooLarge, Unavailable, bad_media
from hub.media.inspecting import Inspected
from hub.media.limits import AT_ONCE, WALL_LIMIT_S

ROOT = Path(__file__).resolve().parents[2]

BROKE_DOWN = frozenset(
    -int(number)
    for number in (
        signal.SIGXCPU,
        signal.SIGSEGV,
        signal.SIGABRT,
        signal.SIGBUS,
        signal.SIGFPE,
        signal.SIGILL,
    )
)
"""Exit codes of a process that its own work has ended."""

log = structlog.get_logger(__name__)


class Inspector:
    """Starts a process for each file and reads its answer."""

    def __init__(self, *, bytes_limit: int, at_once: int = AT_ONCE) -> None:
        self.bytes_limit = bytes_limit
        self._free = asyncio.Semaphore(at_once)

    async def inspect(self, source: Path, target: Path, kinds: frozenset[str]) -> Inspected:
        """Writes the harmless file to `target`; it is on disk when this returns.

        Raises a `BadMedia`, also for a file that breaks its decoder down; `Unavailable` where that is not the
        file's fault: no process could be started, it was killed, or took too long although it hardly ran.
        """
        size = await asyncio.to_thread(_size, source)
        if size > self.bytes_limit:
            raise MediaTooLarge(f"more than {self.bytes_limit:,} bytes")
        async with self._free:
            said, code = await self._run(source, target, kinds)
        if code in BROKE_DOWN:
            log.warning("media.decoder_broke_down", bytes=size, signal=-code)
            raise MediaBroken("it cannot be read within bounds")
        if code != 0:
            log.error("media.inspection_ended", bytes=size, exit_code=code)
            raise Unavailable("the file could not be looked into")
        answer = json.loads(said)
        if "code" in answer:
            raise bad_media(answer["code"], answer["detail"])
        return Inspected(**answer)

    async def _run(self, source: Path, target: Path, kinds: frozenset[str]) -> tuple[bytes, int]:
        """What the child said, and its exit code."""
        try:
            child = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-m", "hub.media.child", str(source), str(target)),
                *(str(self.bytes_limit), ",".join(sorted(kinds))),
                cwd=ROOT,
                # Nothing of ours but where Python and its modules are: it has no business with our secrets.
                env={k: os.environ[k] for k in ("PATH", "PYTHONPATH") if k in os.environ},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError as error:
            raise Unavailable("no process can be started just now") from error
        try:
            async with asyncio.timeout(WALL_LIMIT_S):
                said, _ = await child.communicate()
            return said, await child.wait()
        except TimeoutError:
            return b"", -signal.SIGKILL
        finally:
            if child.returncode is None:
                child.kill()
                await child.wait()


def _size(path: Path) -> int:
    return path.stat().st_size
