"""The commands of the routing service."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

import click

from handoff.managers import do_set_managers, read_managers
from handoff.replay.replaying import replay as run_replay
from handoff.replay.result import result_of
from handoff.replay.roster import read_roster, unknown_fields
from hub.clock import SystemClock
from hub.errors import BadInput
from hub.settings import Settings
from hub.store.database import Database
from hub.terminal.database import with_database
from hub.terminal.tables import print_table

FIGURES = (
    "tasks",
    "answered",
    "abandoned",
    "service_level",
    "occupancy",
    "mean_wait_s",
    "longest_wait_s",
)


@click.group()
def routing() -> None:
    """The routing service: replay a day through it, tell it whose customers have a manager."""


@routing.command("replay")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print every wait and agent as one JSON object.")
def replay_command(file: Path, as_json: bool) -> None:
    """Replay the queues, agents and tasks of FILE (docs/routing.md) through the code that routes.

    Nothing is written. So tomorrow's roster can be tried on yesterday's customers.
    """
    roster = read_roster(file.read_bytes())
    unknown = unknown_fields(roster)
    if unknown:
        click.echo(f"these fields mean nothing here: {', '.join(unknown)}", err=True)
    result = result_of(run_replay(roster))
    if as_json:
        click.echo(json.dumps(result, ensure_ascii=False))
        return
    rows = [(name, _shown(result[name])) for name in FIGURES]
    print_table(["figure", "value"], [*rows, ("never served", len(result["never_served"]))])


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:,.3f}".rstrip("0").rstrip(".")


@routing.command("managers")
@click.argument("file", type=click.File(encoding="utf-8-sig"))
def managers(file: TextIO) -> None:
    """Read whose customers have a manager of their own (管户) from FILE, in the place of all before.

    CSV: a line `customer,login`, then the bank's number of a customer and the login of their manager a line.
    """
    try:
        logins = read_managers(file)
        with_database(lambda database: _set(database, logins))
    except BadInput as error:
        where = ", ".join(f"{name} {value}" for name, value in error.fields.items())
        raise click.ClickException(f"{error.detail}{f' ({where})' if where else ''}") from error
    click.echo(f"{len(logins)} customers have a manager")


async def _set(database: Database, logins: Mapping[str, str]) -> None:
    issuer = Settings().bank_login_issuer
    async with database.write() as connection:
        await do_set_managers(connection, logins, issuer=issuer, clock=SystemClock())
