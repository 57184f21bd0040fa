"""What is left of a customer once they are erased: a code for screens, a sentence for the terminal."""

from collections.abc import Iterable
from typing import NamedTuple

from records.persons import KEPT


class LeftBehind(NamedTuple):
    """Something that is left; `what`: a table of `KEPT`, or of `WORDS`; `amount`: 0 where nobody knows it."""

    what: str
    amount: int = 0

    def sentence(self) -> str:
        """What it is and why, in English."""
        if self.what in KEPT:
            return f"{self.what}: {self.amount} rows, {KEPT[self.what]}"
        return f"{self.amount} {WORDS[self.what]}" if self.amount else WORDS[self.what]


WORDS = {
    "spool": "encrypted callbacks of whomever, not handed over",
    "freed_pages": "freed pages of PostgreSQL's tables, until they are used again or rewritten",
    "write_ahead_log": "PostgreSQL's write-ahead log and its archive, until they expire",
    "statistics": "PostgreSQL's planner's statistics",
    "backups": "backups, until they expire",
    "recordings": "sealed recordings of calls, for as long as the law has them kept",
    "articles": "what an editor took over from a question into an article",
}

OUTSIDE = (LeftBehind("backups"), LeftBehind("recordings"), LeftBehind("articles"))
"""What lies outside of what an erasure can reach."""


def read_left(stored: Iterable[tuple[str, int]]) -> list[LeftBehind]:
    """What was stored as JSON."""
    return [LeftBehind(*each) for each in stored]
