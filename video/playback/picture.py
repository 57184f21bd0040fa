"""Makes one picture of a whole call: both sides with their names, the clock, and what is missing, said.

`ffmpeg` does it in a process of its own, at the lowest priority and on one thread. The picture is made of
sealed parts and is no part of the seal itself: whoever doubts it plays the parts.
"""

import asyncio
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from hub.errors import SetupError
from video.recording.model import RecordingManifest, RecordingPart

PROGRAM = ("nice", "-n", "19", "ffmpeg")
FONT = "Noto Sans CJK SC"
WIDE, HIGH, BAR = 640, 480, 40
PER_S = 15
SLOWEST = 4
"""Seconds of work that one second of a call may take, before it is given up."""

LEAST_S = 120.0
NAMES = {"customer": "客户", "agent": "客服"}
NOTHING = "此段没有画面"
EAST_8_S = 8 * 3600

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _File:
    """One file that can be played: from when on, and in which stretches it has something."""

    name: str
    side: str
    medium: str
    begins_ms: int
    stretches: tuple[tuple[int, int], ...]


def begins_ms(manifest: RecordingManifest) -> int:
    """Where the picture begins, in milliseconds since the call was joined."""
    return min((part.begins_ms for part in manifest.parts), default=0)


async def do_make(folder: Path, manifest: RecordingManifest, agent_name: str, target: Path) -> bool:
    """Makes the picture of the sealed recording in `folder`; false where it could not be made.

    Raises `SetupError` where the program is missing, `OSError`.
    """
    files = list(_files(manifest.parts))
    if not files:
        return False
    length_s = (max(part.ends_ms for part in manifest.parts) - begins_ms(manifest)) / 1000 + 0.5
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}")
    with tempfile.TemporaryDirectory(prefix="yuanqiao-picture-") as words:
        arguments = _arguments(folder, manifest, files, agent_name, length_s, Path(words))
        whole = await _run((*PROGRAM, *arguments, str(part)), max(LEAST_S, length_s * SLOWEST))
    if whole:
        os.replace(part, target)
    else:
        await asyncio.to_thread(part.unlink, missing_ok=True)
    return whole


async def _run(command: Sequence[str], within_s: float) -> bool:
    null = asyncio.subprocess.DEVNULL
    try:
        process = await asyncio.create_subprocess_exec(
            *command, stdin=null, stdout=null, stderr=asyncio.subprocess.PIPE, start_new_session=True
        )
    except FileNotFoundError as error:
        raise SetupError("ffmpeg is not installed: Debian's package ffmpeg has it") from error
    told = b""
    try:
        async with asyncio.timeout(within_s):
            _, told = await process.communicate()
    except TimeoutError:
        told = b"it took too long"
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        log.warning(
            "video.picture_not_made", status=process.returncode, detail=told[-300:].decode("utf-8", "replace")
        )
    return process.returncode == 0


def _files(parts: Sequence[RecordingPart]) -> Iterator[_File]:
    """The files that can be played: what was received lies beside them as it came (`mjr`)."""
    by_name: dict[str, list[RecordingPart]] = {}
    for part in parts:
        if not part.file.endswith((".mjr", ".jpg")):
            by_name.setdefault(part.file, []).append(part)
    for name, held in by_name.items():
        spans = tuple(sorted((part.begins_ms, part.ends_ms) for part in held))
        yield _File(name, held[0].side, held[0].medium, spans[0][0], spans)


def _arguments(
    folder: Path,
    manifest: RecordingManifest,
    files: list[_File],
    agent_name: str,
    length_s: float,
    words: Path,
) -> list[str]:
    from_ms = begins_ms(manifest)
    arguments = ["-nostdin", "-v", "error", "-y", "-threads", "1", "-filter_threads", "1"]
    for file in files:
        arguments += ["-i", str(folder / file.name)]
    size = f"{2 * WIDE}x{HIGH + BAR}"
    graph = [f"color=c=0x1f2329:s={size}:r={PER_S}:d={length_s:.3f}[p0]"]
    last, sounds = "p0", []
    for place, side in enumerate(("customer", "agent")):
        graph.append(
            _say(
                words,
                f"nothing-{side}",
                NOTHING,
                f"{place * WIDE + WIDE // 2}-tw/2",
                f"{HIGH // 2}",
                last,
                f"n{place}",
            )
        )
        last = f"n{place}"
    for number, file in enumerate(files):
        offset_s = (file.begins_ms - from_ms) / 1000
        if file.medium == "audio":
            delay = max(0, file.begins_ms - from_ms)
            graph.append(f"[{number}:a]aresample=48000:async=1,adelay={delay}:all=1[a{number}]")
            sounds.append(f"[a{number}]")
            continue
        shown = "+".join(
            f"between(t,{(begin - from_ms) / 1000:.3f},{(end - from_ms) / 1000 + 0.2:.3f})"
            for begin, end in file.stretches
        )
        graph.append(
            f"[{number}:v]setpts=PTS-STARTPTS+{offset_s:.3f}/TB,fps={PER_S},"
            f"scale={WIDE}:{HIGH}:force_original_aspect_ratio=decrease,"
            f"pad={WIDE}:{HIGH}:-1:-1:color=black[v{number}]"
        )
        left = 0 if file.side == "customer" else WIDE
        graph.append(f"[{last}][v{number}]overlay=x={left}:y=0:eof_action=pass:enable='{shown}'[o{number}]")
        last = f"o{number}"
    names = {"customer": NAMES["customer"], "agent": f"{NAMES['agent']} {agent_name}".strip()}
    for place, side in enumerate(("customer", "agent")):
        graph.append(
            _say(words, side, names[side], str(place * WIDE + 12), str(HIGH + 10), last, f"w{place}")
        )
        last = f"w{place}"
    graph.append(f"[{last}]{_clock(manifest, from_ms)},format=yuv420p[picture]")
    mapped = ["-map", "[picture]"]
    if sounds:
        graph.append(f"{''.join(sounds)}amix=inputs={len(sounds)}:normalize=0:dropout_transition=0[sound]")
        mapped += ["-map", "[sound]", "-c:a", "aac", "-b:a", "64k", "-ac", "1"]
    return [
        *arguments,
        "-filter_complex",
        ";".join(graph),
        *mapped,
        *("-c:v", "libx264", "-preset", "veryfast", "-crf", "28", "-g", str(2 * PER_S), "-threads", "1"),
        *("-t", f"{length_s:.3f}", "-movflags", "+faststart", "-f", "mp4"),
    ]


def _say(words: Path, name: str, text: str, x: str, y: str, source: str, sink: str) -> str:
    """Writes a text into the picture; from a file, so that nothing in it can be taken for a filter."""
    file = words / f"{name}.txt"
    file.write_text(text, encoding="utf-8")
    how = f"font='{FONT}':textfile='{file}':expansion=none:fontcolor=white:fontsize=20:x={x}:y={y}"
    return f"[{source}]drawtext={how}[{sink}]"


def _clock(manifest: RecordingManifest, from_ms: int) -> str:
    """The time of day in China at each moment, at the right of the bar."""
    began = datetime.fromisoformat(manifest.began_at) + timedelta(milliseconds=from_ms)
    east = began.timestamp() + EAST_8_S
    text = f"%{{pts\\:gmtime\\:{east:.0f}\\:%Y-%m-%d %H\\\\\\:%M\\\\\\:%S}} +08\\:00"
    return f"drawtext=font='{FONT}':text='{text}':fontcolor=white:fontsize=20:x=w-tw-12:y={HIGH + 10}"
