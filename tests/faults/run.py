"""Runs one row of the fault matrix: `python -m tests.faults.run --kills 100 --row A1 --seed 1`."""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from tests.faults.plan import Plan
from tests.faults.result import Result
from tests.faults.rows import ROWS
from tests.faults.world import World
from tests.support.postgres import INSTALL, find_binaries, running_postgres


def main() -> int:
    """Runs the row and its broken build; exit code 1 when a promise broke or the control was not caught."""
    options = _options()
    row = ROWS[options.row]
    with _database(options.database) as url, _progress() as progress:
        result = _run(row.plan(options.kills, options.seed), url, progress)
        console = progress.console
        console.print(result.line(), highlight=False, soft_wrap=True)
        if not options.no_control:
            with _database(options.database) as other_url:
                control = _run(row.control(options.seed), other_url, progress)
            result.control_caught = row.caught(control)
            console.print(control.line(), highlight=False, soft_wrap=True)
    for finding in result.first_findings:
        Console(stderr=True).print(finding, highlight=False, markup=False, soft_wrap=True)
    if options.out:
        result.write(options.out)
    return 0 if result.clean and result.control_caught is not False else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20, help="how often the hub is killed")
    parser.add_argument("--row", choices=sorted(ROWS), default="A1", help="the row of the fault matrix")
    parser.add_argument("--seed", type=int, default=1, help="fixes the questions and the moments")
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--out", type=Path, help="a JSON file for the figures")
    parser.add_argument("--no-control", action="store_true", help="leave the broken build out")
    return parser.parse_args()


@contextmanager
def _database(kind: str) -> Iterator[str]:
    """The URL of an empty database."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory(prefix="yuanqiao-faults-") as folder:
            yield f"sqlite:///{folder}/yuanqiao.db"
        return
    binaries = find_binaries()
    if binaries is None:
        sys.exit(f"no PostgreSQL server found: {INSTALL}")
    with running_postgres(binaries) as postgres:
        yield postgres.new_database()


@contextmanager
def _progress() -> Iterator[Progress]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    with Progress(*columns) as progress:
        yield progress


def _run(plan: Plan, url: str, progress: Progress) -> Result:
    bar = progress.add_task(f"{plan.row}, seed {plan.seed}", total=len(plan.kills))
    with tempfile.TemporaryDirectory(prefix="yuanqiao-faults-") as folder:
        world = World(plan, url, Path(folder), lambda: progress.advance(bar))
        return asyncio.run(world.run())


if __name__ == "__main__":
    sys.exit(main())
