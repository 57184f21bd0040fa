"""Has files looked into by processes of their own, a few at a time."""

import asyncio
import json
import os
import sys
from pathlib import Path

import structlog

from hub.errors import MediaBroken, MediaTooLarge, Unavailable, bad_media
from hub.media.inspecting import Inspected
from hub.media.limits import AT_ONCE, WALL_LIMIT_S

ROOT = Path(__file__).resolve().parents[2]

log = structlog.get_logger(__name__)


class Inspector:
    """Starts a process for each file and reads its answer; whatever ends it is a fault of the file."""

    def __init__(self, *, bytes_limit: int, at_once: int = AT_ONCE) -> None:
        self.bytes_limit = bytes_limit
        self._free = asyncio.Semaphore(at_once)

    async def inspect(self, source: Path, target: Path, kinds: frozenset[str]) -> Inspected:
        """Writes the harmless file to `target`; it is on disk when this returns.

        Raises a `BadMedia`, or `Unavailable` where no process can be started.
        """
        size = await asyncio.to_thread(_size, source)
        if size > self.bytes_limit:
            raise MediaTooLarge(f"more than {self.bytes_limit:,} bytes")
        async with self._free:
            said = await self._run(source, target, kinds)
        try:
            answer = json.loads(said)
        except ValueError as error:  # it ran into a bound, or its decoder broke down
            log.warning("media.inspection_ended", bytes=size)
            raise MediaBroken("it cannot be read within bounds") from error
        if "code" in answer:
            raise bad_media(answer["code"], answer["detail"])
        return Inspected(**answer)

    async def _run(self, source: Path, target: Path, kinds: frozenset[str]) -> bytes:
        """What the child said; empty where it had to be ended."""
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
            return said
        except TimeoutError:
            return b""
        finally:
            if child.returncode is None:
                child.kill()
                await child.wait()


def _size(path: Path) -> int:
    return path.stat().st_size
