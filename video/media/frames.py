"""Takes each side's newest picture out of what is being recorded, while it is being written."""

import asyncio
import shutil
import tempfile
from pathlib import Path

import structlog

from video.media.parts import PROGRAM
from video.recording.model import Side

WITHIN_S = 10.0
"""For both sides together: an agent waits for it."""

SIDES: tuple[Side, Side] = ("customer", "agent")
JPEG_LIMIT = 2 << 20

log = structlog.get_logger(__name__)


async def newest_frames(folder: Path) -> dict[Side, bytes]:
    """A picture (JPEG) of each side; a side of which none can be had in time is left out."""
    found: dict[Side, bytes] = {}
    try:
        async with asyncio.timeout(WITHIN_S):
            for side, picture in zip(
                SIDES, await asyncio.gather(*(_frame(folder, side) for side in SIDES)), strict=True
            ):
                if picture is not None:
                    found[side] = picture
    except TimeoutError:
        log.warning("video.frames_too_late")
    return found


async def _frame(folder: Path, side: Side) -> bytes | None:
    try:
        return await _newest(folder, side)
    except OSError as error:  # a recording that has just begun has no whole picture yet
        log.warning("video.frames_none", side=side, exception=type(error).__name__)
        return None


async def _newest(folder: Path, side: Side) -> bytes | None:
    with tempfile.TemporaryDirectory(prefix="yuanqiao-frame-") as name:
        copy, video, picture = (Path(name) / each for each in ("in.mjr", "in.webm", "out.jpg"))
        if not await asyncio.to_thread(_copy_newest, folder, side, copy):
            return None
        decoded = ("ffmpeg", "-nostdin", "-v", "error", "-y", "-threads", "1", "-i", str(video))
        # Each picture takes the place of the one before, so that the last one stays.
        kept = ("-an", "-vf", "fps=2,scale=640:-2", "-update", "1", "-q:v", "4", str(picture))
        if not await _run(PROGRAM, str(copy), str(video)) or not await _run(*decoded, *kept):
            return None
        data = await asyncio.to_thread(picture.read_bytes)
        return data if 0 < len(data) <= JPEG_LIMIT else None


def _copy_newest(folder: Path, side: Side, target: Path) -> bool:
    """Whether there was one: the server goes on writing its own."""
    found = sorted(folder.glob(f"{side}-*-video*.mjr"), key=lambda path: path.stat().st_mtime)
    if not found:
        return False
    shutil.copyfile(found[-1], target)
    return True


async def _run(*command: str) -> bool:
    null = asyncio.subprocess.DEVNULL
    try:
        process = await asyncio.create_subprocess_exec(*command, stdin=null, stdout=null, stderr=null)
    except FileNotFoundError:
        log.warning("video.frames_need", program=command[0])
        return False
    try:
        code = await process.wait()
        if code != 0:
            log.warning("video.frames_failed", reason=command[0], exit_code=code)
        return code == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
