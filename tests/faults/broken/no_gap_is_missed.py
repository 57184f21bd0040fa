"""Broken: what the parts of a recording do not hold is not looked for, so one with a gap is whole."""

from collections.abc import Iterable, Iterator

from tests.faults.broken import plant, run_hub
from video.recording import verify
from video.recording.gaps import TrackGap
from video.recording.model import RecordingPart, Track


def find_gaps(tracks: Iterable[Track], parts: Iterable[RecordingPart]) -> Iterator[TrackGap]:
    """Never finds one."""
    return iter(())


CHANGES = ((verify, "find_gaps", find_gaps),)

if __name__ == "__main__":
    plant(*CHANGES)
    run_hub()
