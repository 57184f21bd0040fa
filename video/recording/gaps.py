"""Which stretches of a track no part holds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from video.recording.model import RecordingPart, Track

TOLERATED_MS = 1000
"""A part ends at its last packet and the next begins at its first: less than this is no gap."""


@dataclass(frozen=True, slots=True)
class TrackGap:
    """A stretch of a track that was not recorded, or was lost."""

    side: str
    medium: str
    begins_ms: int
    ends_ms: int


def find_gaps(tracks: Iterable[Track], parts: Iterable[RecordingPart]) -> Iterator[TrackGap]:
    """Every stretch longer than `TOLERATED_MS` that no part of its track covers, in order of the tracks."""
    held = sorted(parts, key=lambda part: part.begins_ms)
    for track in tracks:
        covered = track.begins_ms
        for part in held:
            if (part.side, part.medium) != (track.side, track.medium):
                continue
            yield from _between(track, covered, min(part.begins_ms, track.ends_ms))
            covered = max(covered, part.ends_ms)
        yield from _between(track, covered, track.ends_ms)


def _between(track: Track, begins_ms: int, ends_ms: int) -> Iterator[TrackGap]:
    if ends_ms - begins_ms > TOLERATED_MS:
        yield TrackGap(track.side, track.medium, begins_ms, ends_ms)
