"""The table of docs/reliability.md, made from what `make faults` wrote: `python -m tests.faults.table`."""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.faults.result import FOLDER, breaks_of
from tests.faults.rows import ROWS

HEAD = (
    "| row | fault | database | faults | accepted | lost | unanswered | duplicated | order breaks "
    "| kept for people | bound | control caught | seed, commit |\n" + 13 * "|---" + "|"
)

FEWEST_FAULTS = 10
"""Fewer rule out nothing worth a figure."""


def main() -> int:
    """Prints the table; exit code 1 where a row was not measured, which is said."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.table", description=__doc__)
    parser.add_argument("--from", dest="folder", type=Path, default=FOLDER, help="folder of the results")
    folder = parser.parse_args().folder
    print("\n".join([HEAD, *lines_of(folder)]))
    absent = list(absent_from(folder))
    if absent:
        print(f"not measured yet (make faults): {', '.join(absent)}", file=sys.stderr)
    return 1 if absent else 0


def lines_of(folder: Path) -> Iterator[str]:
    """One line for each result, in the order of the rows."""
    for name, row in ROWS.items():
        for database in row.faults:
            file = folder / file_name(name, database)
            if file.exists():
                yield _line(json.loads(file.read_text("utf-8")), row.what, row.control)


def absent_from(folder: Path) -> Iterator[str]:
    """The names of the results that are not there."""
    for name, row in ROWS.items():
        for database in row.faults:
            if not (folder / file_name(name, database)).exists():
                yield file_name(name, database)


def file_name(row: str, database: str) -> str:
    """The file that holds a row's result."""
    return f"{row}.json" if database == "sqlite" else f"{row}-{database}.json"


def bound(faults: int, broken: Mapping[str, int]) -> str:
    """The failures per fault that are ruled out with 95 %: 3/N where none was seen (the rule of three).

    Else what was seen: of a row that was not clean nobody should read over it.
    """
    if broken:
        return f"**not clean**: {', '.join(f'{count:,} {name}' for name, count in broken.items())}"
    if faults < FEWEST_FAULTS:
        return "–"
    return f"≤ {300 / faults:.{1 if faults <= 3000 else 2}f} %"


def _line(result: dict[str, Any], what: str, control: str) -> str:
    counts = [result[name] for name in ("lost", "unanswered", "duplicated", "order_breaks")]
    caught = {True: "yes", False: "**no**", None: "not run"}[result["control_caught"]]
    cells = [
        result["row"],
        what,
        result["database"],
        f"{result['faults']:,}",
        f"{result['accepted']:,}",
        *(f"{count:,}" for count in counts),
        f"{result['parked']:,}",
        bound(result["faults"], breaks_of(result)),
        f"{caught}: {control}",
        f"{result['seed']}, {result['commit']}",
    ]
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.exit(main())
