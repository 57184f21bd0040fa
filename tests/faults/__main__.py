"""Runs rows of the fault matrix: `python -m tests.faults [ROW …]`; without rows, all of them.

Each row is written to `var/faults/ROW.json`, on PostgreSQL to `ROW-postgres.json`; what a run that was
not clean left behind, logs and database, is kept in `var/faults/ROW-sqlite`.
"""

import argparse
import asyncio
import logging
import math
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import structlog
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from tests.faults.disk.disk import missing as fuse_missing
from tests.faults.result import FOLDER, Result
from tests.faults.rows import ON_ELASTICSEARCH, ON_FUSE, ON_REDIS, ON_VIDEO, ROWS
from tests.faults.rows.row import Row
from tests.faults.rows.video import missing as video_missing
from tests.faults.stage import Stage
from tests.faults.table import file_name
from tests.support.elasticsearch import INSTALL as INSTALL_ELASTICSEARCH
from tests.support.elasticsearch import find_home as find_elasticsearch
from tests.support.postgres import INSTALL, find_binaries, running_postgres
from tests.support.redis import INSTALL as INSTALL_REDIS
from tests.support.redis import find_server as find_redis


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the rows and their broken builds.

    Exit code 1 when a promise broke or a control was not caught; 2 when there is nothing to run, or this
    machine lacks what a row needs, which is found out before the first one runs.
    """
    options = _options(arguments)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # unwinds: no program stays
    planned = _planned(options)
    if not planned:
        Console(stderr=True).print(f"none of these rows has faults on {options.database}", highlight=False)
        return 2
    if lacking := sorted({needed for row, database in planned if (needed := _lacking(row, database))}):
        Console(stderr=True).print("\n".join(lacking), highlight=False)
        return 2
    failed = []
    for row, database in planned:
        result = _prove(row, database, _faults_of(row, database, options), options)
        if not result.clean or result.control_caught is False:
            failed.append(f"{row.name} on {database}")
    if failed:
        Console(stderr=True).print(f"not as promised: {', '.join(failed)}", highlight=False)
    return 1 if failed else 0


def _planned(options: argparse.Namespace) -> list[tuple[Row, str]]:
    return [
        (ROWS[name], database)
        for name in options.rows or ROWS
        for database in ROWS[name].faults
        if options.database in (None, database)
    ]


def _faults_of(row: Row, database: str, options: argparse.Namespace) -> int:
    """As many as were asked for, or the asked share of the whole proof's; never none."""
    return options.faults or math.ceil(row.faults[database] * options.share)


def _share(words: str) -> float:
    share = float(words)
    if not 0 < share <= 1:
        raise ValueError(words)
    return share


def _at_least_one(words: str) -> int:
    count = int(words)
    if count < 1:
        raise ValueError(words)
    return count


def _lacking(row: Row, database: str) -> str:
    if database == "postgres" and find_binaries() is None:
        return f"no PostgreSQL server found: {INSTALL}"
    if row.name in ON_REDIS and find_redis() is None:
        return f"no Redis server found: {INSTALL_REDIS}"
    if row.name in ON_ELASTICSEARCH and find_elasticsearch() is None:
        return f"no Elasticsearch found: {INSTALL_ELASTICSEARCH}"
    if row.name in ON_VIDEO:
        return video_missing()
    return fuse_missing() if row.name in ON_FUSE else ""


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.faults", description=(__doc__ or "").split("\n", 1)[0]
    )
    parser.add_argument("rows", nargs="*", choices=[[], *ROWS], metavar="ROW", help=", ".join(ROWS))
    many = parser.add_mutually_exclusive_group()
    many.add_argument("--faults", type=_at_least_one, help="how many, instead of those of the whole proof")
    many.add_argument(
        "--share", type=_share, default=1.0, help="a part of those, rounded up: 0.1 for a tenth"
    )
    parser.add_argument("--seed", type=int, default=1, help="fixes the questions and the moments")
    parser.add_argument("--database", choices=("sqlite", "postgres"), help="on this one alone")
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder of the results")
    parser.add_argument("--no-control", action="store_true", help="leave the broken builds out")
    return parser.parse_args(arguments)


def _prove(row: Row, database: str, faults: int, options: argparse.Namespace) -> Result:
    file = options.out / file_name(row.name, database)
    file.unlink(missing_ok=True)  # a run that does not come to its end must leave no older one's word
    with _progress() as progress:
        bar = progress.add_task(f"{row.name} on {database}, seed {options.seed}", total=faults)
        with _stage(database, lambda: progress.advance(bar)) as stage:
            result = asyncio.run(row.run(stage, faults, options.seed))
            if not result.clean:
                shutil.copytree(stage.folder, options.out / f"{row.name}-{database}", dirs_exist_ok=True)
        progress.console.print(result.line(), highlight=False, soft_wrap=True)
        if not options.no_control:
            with _stage(database, lambda: None) as stage:
                control = asyncio.run(row.run_control(stage, options.seed))
            result.control_caught = row.caught(control)
            progress.console.print(control.line(), highlight=False, soft_wrap=True)
    for finding in result.first_findings:
        Console(stderr=True).print(finding, highlight=False, markup=False, soft_wrap=True)
    result.write(file)
    return result


@contextmanager
def _stage(kind: str, on_fault: Callable[[], None]) -> Iterator[Stage]:
    """An empty folder and an empty database."""
    with tempfile.TemporaryDirectory(prefix="yuanqiao-faults-") as name:
        folder = Path(name)
        if kind == "sqlite":
            yield Stage(folder, f"sqlite:///{folder}/yuanqiao.db", on_fault)
            return
        binaries = find_binaries()
        assert binaries is not None  # looked for before the first row
        with running_postgres(binaries) as postgres:
            yield Stage(folder, postgres.new_database(), on_fault, postgres)


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


if __name__ == "__main__":
    sys.exit(main())
