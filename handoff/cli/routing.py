"""The commands of the routing service."""

import json
from pathlib import Path

import click

from handoff.replay.replaying import replay as run_replay
from handoff.replay.result import result_of
from handoff.replay.roster import read_roster, unknown_fields
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
    """The routing service: replay a day through it."""


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
