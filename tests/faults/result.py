"""The figures of one run, as a table line and as flat JSON."""

import json
import subprocess
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.faults.child import ROOT

FOLDER = ROOT / "var" / "faults"
"""Where `make faults` writes."""

PROMISES = (
    "lost",
    "unanswered",
    "duplicated",
    "order_breaks",
    "numbering",
    "untold",
    "effects",
    "unacknowledged",
    "hub_errors",
)
"""The counts of a result that have to be 0."""


def breaks_of(result: Mapping[str, Any]) -> dict[str, int]:
    """What was not as promised in a result, and how often; `missed`: faults that did not take place."""
    counts = {name: int(result[name]) for name in PROMISES} | {"missed": len(result["missed"])}
    return {name: count for name, count in counts.items() if count}


@dataclass
class Result:
    """What a run saw. Spans in seconds or milliseconds as named; counts are of messages where not said.

    `missed`: sentences on faults that did not take place; `hits`: how often each kind of fault did;
    `asks` lets one see how often a question went to the bot again; `first_findings` are sentences;
    `settings`: those of the database server on which the promise rests; `figures` are those that only this
    row has, their unit at the end of their names.
    """

    row: str
    seed: int
    database: str
    faults: int = 0
    accepted: int = 0
    lost: int = 0
    unanswered: int = 0
    duplicated: int = 0
    order_breaks: int = 0
    numbering: int = 0
    untold: int = 0
    effects: int = 0
    unacknowledged: int = 0
    parked: int = 0
    client_duplicates_dropped: int = 0
    sent_again: int = 0
    refused: int = 0
    asks: int = 0
    histories_sent: int = 0
    hub_errors: int = 0
    restart_to_first_accept_p50_ms: float = 0.0
    restart_to_first_accept_p99_ms: float = 0.0
    seconds: float = 0.0
    commit: str = ""
    hits: dict[str, int] = field(default_factory=dict)
    missed: list[str] = field(default_factory=list)
    first_findings: list[str] = field(default_factory=list)
    control_caught: bool | None = None
    settings: dict[str, str] = field(default_factory=dict)
    figures: dict[str, float] = field(default_factory=dict)

    @property
    def clean(self) -> bool:
        """Whether every promise held and every fault took place."""
        return not breaks_of(vars(self))

    def line(self) -> str:
        """One line for people."""
        return (
            f"{self.row} on {self.database}, seed {self.seed}: {self.faults} faults, "
            f"{self.accepted} accepted, {self.lost} lost, {self.unanswered} unanswered, "
            f"{self.duplicated} duplicated, {self.order_breaks} order breaks, {self.numbering} numbering, "
            f"{self.untold} untold, {self.effects} wrong effects, {self.parked} parked, "
            f"{self.client_duplicates_dropped} repeats dropped by clients, "
            f"restart to first accept p50 {self.restart_to_first_accept_p50_ms:.0f} ms "
            f"p99 {self.restart_to_first_accept_p99_ms:.0f} ms, {self.seconds:.0f} s"
            + "".join(f", {name} {value:g}" for name, value in self.figures.items())
        )

    def write(self, file: Path) -> None:
        """Writes the figures as JSON."""
        file.parent.mkdir(parents=True, exist_ok=True)
        flat = asdict(self)
        flat |= flat.pop("figures") | {"clean": self.clean}
        file.write_text(json.dumps(flat, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def commit_of_the_checkout() -> str:
    """The commit that git has checked out, with a + behind it when files differ from it."""
    words = ["git", "describe", "--always", "--abbrev=12", "--exclude=*", "--dirty=+"]
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
