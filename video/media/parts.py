"""Makes what the media server wrote into files that can be played, and says what each holds."""

import asyncio
import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from hub.errors import BadInput, SetupError, Unavailable
from video.media.mjr import Mjr, read_mjr
from video.recording.files import CHUNK_BYTES
from video.recording.model import Part, Side

PROGRAM = "janus-pp-rec"
WITHIN_S = 600.0
ENDINGS = {"opus": "opus", "vp8": "webm", "vp9": "webm", "av1": "mp4", "h264": "mp4"}


async def do_convert(folder: Path, name: str, side: Side, began_at: datetime) -> list[Part]:
    """Converts `name`, an mjr file in `folder`; the parts are of both files, one for each stretch.

    Both are kept: the one is what was received, the other can be played. Empty where no packet came. `began_at`: when
    the call began, from which parts are counted. Raises `BadInput`, `SetupError`, `Unavailable`, `OSError`.
    """
    source = folder / name
    held = await asyncio.to_thread(read_mjr, source)
    if held is None:
        return []
    ending = ENDINGS.get(held.codec)
    if ending is None:
        raise BadInput(f"{name} holds {held.codec}, which nobody here converts")
    played = source.with_suffix(f".{ending}")
    await _run(source, played)
    return await asyncio.to_thread(
        lambda: [part for path in (source, played) for part in _parts(path, held, side, began_at)]
    )


async def _run(source: Path, played: Path) -> None:
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
        status = await asyncio.wait_for(process.wait(), WITHIN_S)
    except TimeoutError as error:
        raise Unavailable(f"{PROGRAM} took too long") from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if status != 0 or not played.is_file():
        raise BadInput(f"{source.name} could not be converted", status=status)


def _parts(path: Path, held: Mjr, side: Side, began_at: datetime) -> Iterator[Part]:
    first_ms = (held.began_us - _microseconds(began_at)) // 1000
    size, sha256 = path.stat().st_size, _hash(path)
    for begins, ends in held.stretches:
        # A packet from before the call began is counted as its beginning.
        yield Part(
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
