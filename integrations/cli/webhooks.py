"""`yuanqiao webhooks`: programs of the bank that are told what happens."""

from datetime import UTC, datetime
from typing import Any

import click

from hub.clock import SystemClock
from hub.settings import Settings
from hub.store.database import Database
from hub.store.encrypted import read_data_keys
from hub.terminal.database import with_database
from hub.terminal.tables import print_list
from integrations.events import KINDS
from integrations.hooks import do_add, do_end, do_replay
from integrations.store import webhooks as rows


@click.group()
def webhooks() -> None:
    """Programs of the bank that are told what happens in conversations."""


@webhooks.command("add")
@click.argument("url")
@click.option("--event", "kinds", multiple=True, type=click.Choice(KINDS), help="Several times; none: all.")
def add_command(url: str, kinds: tuple[str, ...]) -> None:
    """Tell the program at URL from now on; the secret that signs is shown once."""
    keys = read_data_keys(Settings().data_keys.get_secret_value())
    made: tuple[str, str] = with_database(lambda database: do_add(database, SystemClock(), keys, url, kinds))
    click.echo("  ".join(made))
    click.echo("The secret is shown once.", err=True)


@webhooks.command("list")
def list_command() -> None:
    """List the webhooks."""
    print_list(
        ["webhook", "address", "events", "since"],
        [[row.hook_id, row.url, ", ".join(row.kinds), row.created_at.date()] for row in with_database(_rows)],
    )


@webhooks.command("end")
@click.argument("hook_id", metavar="WEBHOOK")
def end_command(hook_id: str) -> None:
    """End a webhook; what waits for it is forgotten."""
    with_database(lambda database: do_end(database, SystemClock(), hook_id))
    click.echo("ended")


@webhooks.command("replay")
@click.argument("hook_id", metavar="WEBHOOK")
@click.option("--since", type=click.DateTime(), required=True, help="UTC.")
@click.option("--failed", is_flag=True, help="Only what was given up.")
def replay_command(hook_id: str, since: datetime, failed: bool) -> None:
    """Send the events since a time once more, each with its former id."""
    begin = since.replace(tzinfo=UTC)
    count = with_database(lambda database: do_replay(database, SystemClock(), hook_id, begin, failed=failed))
    click.echo(f"{count} events are sent again")


async def _rows(database: Database) -> list[Any]:
    async with database.read() as connection:
        return list(await rows.listed(connection))
