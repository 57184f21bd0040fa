"""Makes what the media server wrote into files that can be played, and says what each holds."""

import asyncio
import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from hub.errors import SetupError
from video.media.mjr import Mjr, read_mjr
from video.recording.files import CHUNK_BYTES
from video.recording.model import RecordingPart, Side

PROGRAM = "janus-pp-rec"
WITHIN_S = 600.0
ENDINGS = {"opus": "opus", "vp8": "webm", "vp9": "webm", "av1": "mp4", "h264": "mp4"}

log = structlog.get_logger(__name__)


async def do_convert(folder: Path, name: str, side: Side, began_at: datetime) -> list[RecordingPart]:
    """Converts `name`, an mjr file in `folder`; the parts are of both files, one for each stretch.

    Both are kept: the one is what was received, the other can be played. Where the conversion fails, what was
    received stays, alone. Empty where no packet came. `began_at`: when the call began, from which parts are
    counted. Raises `BadInput` for a file that is no recording, `SetupError`, `OSError`.
    """
    source = folder / name
    held = await asyncio.to_thread(read_mjr, source)
    if held is None:
        return []
    paths = [source]
    if held.codec in ENDINGS:
        played = source.with_suffix(f".{ENDINGS[held.codec]}")
        if await _run(source, played):
            paths.append(played)
    return await asyncio.to_thread(
        lambda: [part for path in paths for part in _parts(path, held, side, began_at)]
    )


async def _run(source: Path, played: Path) -> bool:
    """Whether there is a whole file to play now; what a conversion that failed has left is removed."""
    try:
        process = await asyncio.create_subprocess_exec(
            PROGRAM,
            str(source),
            str(played),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
    except FileNotFoundError as error:
        raise SetupError(f"{PROGRAM} is not installed: Debian's package janus-tools has it") from error
    try:
        async with asyncio.timeout(WITHIN_S):
            status = await process.wait()
    except TimeoutError:
        status = None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    whole = status == 0 and await asyncio.to_thread(played.is_file)
    if not whole:
        log.warning("video.recording_not_converted", status=status)
        await asyncio.to_thread(played.unlink, missing_ok=True)
    return whole


def _parts(path: Path, held: Mjr, side: Side, began_at: datetime) -> Iterator[RecordingPart]:
    first_ms = (held.began_us - _microseconds(began_at)) // 1000
    size, sha256 = path.stat().st_size, _hash(path)
    for begins, ends in held.stretches:
        # A packet from before the call began is counted as its beginning.
        yield RecordingPart(
            file=path.name,
            side=side,
            medium=held.medium,
            begins_ms=max(0, first_ms + begins),
            ends_ms=max(0, first_ms + ends),
            size=size,
            sha256=sha256,
        )


def _microseconds(at: datetime) -> int:
    return (at - datetime.fromtimestamp(0, at.tzinfo)) // timedelta(microseconds=1)


def _hash(path: Path) -> str:
    hashed = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            hashed.update(chunk)
    return hashed.hexdigest()
