"""`yuanqiao outlets`: bring outlets in from a file, and load those of the demo bank."""

from pathlib import Path

import click

from hub.clock import SystemClock
from hub.store.database import Database
from hub.terminal.database import with_database
from outlets import demo
from outlets.content import OutletContent
from outlets.loading import Loaded, do_load, read_file


@click.group()
def outlets() -> None:
    """Where the bank is: bring outlets in from a file, load those of the demo bank."""


@outlets.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--written-by", default="outlets load", help="Who is named as having written them.")
def load(file: Path, written_by: str) -> None:
    """Hand in the outlets of a YAML file; each new or changed one waits for approval at the desk."""
    described = read_file(file)
    loaded = _load(described, written_by, "")
    click.echo(f"{loaded.new} new, {loaded.changed} changed, {loaded.unchanged} as they are")


@outlets.command("load-demo")
def load_demo() -> None:
    """Load the demo bank's outlets; those that are there stay as they are."""
    load_demo_outlets()


def load_demo_outlets() -> None:
    """Loads the demo bank's outlets, approved; nothing that is there already is changed."""
    loaded = _load(read_file(demo.FILE), "demo author", "demo reviewer")
    click.echo(f"{loaded.new} outlets are new")


def _load(described: dict[str, OutletContent], written_by: str, approved_by: str) -> Loaded:
    now = SystemClock().now()

    async def write(database: Database) -> Loaded:
        async with database.write() as connection:
            return await do_load(
                connection, described, written_by=written_by, approved_by=approved_by, now=now
            )

    return with_database(write)
