"""Defines what ranking asks of likeness by meaning; `kb.search.sentences` has the one that there is."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Protocol


class MeaningLikeness(NamedTuple):
    """Cosines, none below 0: to the most alike text, and to where the texts lie together."""

    best: float
    centre: float


class Meaning(Protocol):
    """Compares by meaning, as was learnt from a house's articles."""

    async def is_ready(self, question: str, articles: Sequence[tuple[str, ...]]) -> bool:
        """Whether a question can be compared with these articles now; makes what is missing."""
        ...

    def likeness(self, question: str, texts: tuple[str, ...]) -> MeaningLikeness:
        """How alike a question and an article's title and similar questions are."""
        ...

    def save(self, path: Path) -> None:
        """Writes what was learnt; raises `OSError`."""
        ...
