"""Where what was made of sealed recordings lies: beside them, as a sealed folder takes no further file."""

from pathlib import Path

FOLDER = "derived"
"""No recording's name: those are 32 digits."""

PICTURE, WORDS = "picture.mp4", "words.jsonl"


def picture_of(folder: Path, recording: str) -> Path:
    """The one picture of a call; `folder`: that of all recordings."""
    return folder / FOLDER / recording / PICTURE


def words_of(folder: Path, recording: str) -> Path:
    """What was said in a call, where speech was recognised."""
    return folder / FOLDER / recording / WORDS
