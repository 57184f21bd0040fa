"""`yuanqiao api-keys`: keys for the bank's own programs."""

from typing import Any

import click

from hub.clock import SystemClock
from hub.store.database import Database
from hub.terminal.database import with_database
from hub.terminal.tables import LIST_LIMIT, print_list
from integrations.keys import do_add, do_end
from integrations.store import keys


@click.group("api-keys")
def api_keys() -> None:
    """Keys by which the bank's own programs ask what staff can ask."""


@api_keys.command("add")
@click.argument("login")
@click.option("--name", required=True, help="Which program has it.")
@click.option("--right", "rights", multiple=True, required=True, help="One of the account's; several times.")
@click.option("--days", type=int, default=90, show_default=True)
def add_command(login: str, name: str, rights: tuple[str, ...], days: int) -> None:
    """Make a key for an account of its own; it is shown once."""
    made = with_database(lambda database: do_add(database, SystemClock(), login, name, rights, days))
    click.echo(made)
    click.echo("This key is shown once.", err=True)


@api_keys.command("list")
def list_command() -> None:
    """List the keys: whose, for what, until when."""
    print_list(
        ["key", "account", "program", "rights", "expires", "ended"],
        [
            [
                row.key_id,
                row.login,
                row.name,
                ", ".join(row.rights),
                row.expires_at.date(),
                row.ended_at.date() if row.ended_at else "",
            ]
            for row in with_database(_rows)
        ],
    )


@api_keys.command("end")
@click.argument("key_id", metavar="KEY")
def end_command(key_id: str) -> None:
    """End a key at once, by its id as `list` shows it."""
    with_database(lambda database: do_end(database, SystemClock(), key_id))
    click.echo("ended")


async def _rows(database: Database) -> list[Any]:
    async with database.read() as connection:
        return list(await keys.listed(connection, LIST_LIMIT))
