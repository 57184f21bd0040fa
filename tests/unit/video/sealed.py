"""A small sealed recording in memory, made by the house's own code."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import video.flows
from video.recording.chain import EventChain, digest
from video.recording.model import RecordingPart, Track
from video.recording.seal import RecordingToSeal, sealed_files

SCRIPTS = Path(video.flows.__file__).with_name("scripts")
BEGAN = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
ANSWERS = {"consent": "同意", "own_will": "是", "fees": None, "understood": "已了解"}
STEPS = ("consent", "identity", "own_will", "fees", "understood", "signature")


def media(seed: int = 7) -> dict[str, bytes]:
    """Two files for each track, of bytes that only have to be the same afterwards."""
    chance = random.Random(seed)
    names = (
        f"{side}-{medium}-{n}.webm" for side in ("customer", "agent") for medium in ("a", "v") for n in (1, 2)
    )
    return {name: chance.randbytes(400) for name in names}


def tracks() -> list[Track]:
    """Both sides, sound and picture, from consent to the end."""
    return [
        Track(side=side, medium=medium, begins_ms=2000, ends_ms=60_000)
        for side in ("customer", "agent")
        for medium in ("audio", "video")
    ]


def parts(files: dict[str, bytes]) -> list[RecordingPart]:
    """The first files hold the first half, the second ones the other."""
    found = []
    for name, data in files.items():
        side, medium, number = name.removesuffix(".webm").split("-")
        begins, ends = (2000, 30_000) if number == "1" else (30_100, 60_000)
        found.append(
            RecordingPart(
                file=name,
                side="customer" if side == "customer" else "agent",
                medium="audio" if medium == "a" else "video",
                begins_ms=begins,
                ends_ms=ends,
                size=len(data),
                sha256=digest(data),
            )
        )
    return found


def chain(steps: tuple[str, ...] = STEPS, recording: str = "rec-1") -> EventChain:
    """What happened in a call by the script of the credit card's interview."""
    events = EventChain(recording)
    events.add(0, "opened", None, licence="card_sales")
    for number, step in enumerate(steps):
        answer = ANSWERS.get(step)
        events.add(1500 + 5000 * number, "step_done", step, **({"answer": answer} if answer else {}))
    events.add(60_000, "ended", None, why="agent")
    return events


def recorded(
    files: dict[str, bytes],
    *,
    events: EventChain | None = None,
    of_parts: list[RecordingPart] | None = None,
    script: bytes | None = None,
) -> RecordingToSeal:
    """What is sealed: one that is whole, where nothing else is said."""
    return RecordingToSeal(
        recording="rec-1",
        call="call-1",
        operator="account-7",
        began_at=BEGAN,
        ended_at=BEGAN + timedelta(minutes=1),
        script=script or (SCRIPTS / "card_interview.yml").read_bytes(),
        chain=events or chain(),
        tracks=tracks(),
        parts=parts(files) if of_parts is None else of_parts,
    )


def sealed(key: Ed25519PrivateKey, **otherwise: object) -> dict[str, bytes]:
    """All files of a sealed recording."""
    files = media()
    return files | sealed_files(recorded(files, **otherwise), key)  # type: ignore[arg-type]
