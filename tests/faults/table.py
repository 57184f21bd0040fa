"""The table of docs/reliability.md, made from what `make faults` wrote: `python -m tests.faults.table`."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.faults.result import FOLDER
from tests.faults.rows import ROWS

HEAD = (
    "| row | fault | database | faults | accepted | lost | unanswered | duplicated | order breaks "
    "| bound | control caught | seed, commit |\n|---|---|---|---|---|---|---|---|---|---|---|---|"
)

FEWEST_FAULTS = 10
"""Fewer rule out nothing worth a figure."""


def main() -> int:
    """Prints the table; exit code 1 where nothing was measured."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.table", description=__doc__)
    parser.add_argument("--from", dest="folder", type=Path, default=FOLDER, help="folder of the results")
    lines = list(lines_of(parser.parse_args().folder))
    if not lines:
        print("nothing measured yet: make faults", file=sys.stderr)
        return 1
    print("\n".join([HEAD, *lines]))
    return 0


def lines_of(folder: Path) -> Iterator[str]:
    """One line for each result, in the order of the rows."""
    for name, row in ROWS.items():
        for database in row.faults:
            file = folder / file_name(name, database)
            if file.exists():
                yield _line(json.loads(file.read_text("utf-8")), row.what, row.control)


def file_name(row: str, database: str) -> str:
    """The file that holds a row's result."""
    return f"{row}.json" if database == "sqlite" else f"{row}-{database}.json"


def bound(faults: int, broken: int) -> str:
    """The failures per fault that are ruled out with 95 %: 3/N where none was seen (the rule of three)."""
    if broken or faults < FEWEST_FAULTS:
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
        bound(result["faults"], sum(counts)),
        f"{caught}: {control}",
        f"{result['seed']}, {result['commit']}",
    ]
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.exit(main())
