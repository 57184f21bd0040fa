"""`yuanqiao mail`: letters that wait, and what becomes of those that were given up."""

import click

from hub.clock import SystemClock
from hub.errors import Conflict
from hub.store.database import Database
from hub.terminal.database import with_database
from hub.terminal.tables import LIST_LIMIT, print_list
from mail.store import letters


@click.group()
def mail() -> None:
    """Letters to staff."""


@mail.command("list")
def list_letters() -> None:
    """List the letters that were not taken yet, without a word of them."""
    print_list(["letter", "kind", "written", "tries", "next try", "last answer"], with_database(_rows))


@mail.command()
@click.argument("letter")
def again(letter: str) -> None:
    """Try a letter that was given up once more, as if it were new."""
    with_database(lambda database: _again(database, letter))


@mail.command()
@click.argument("letter")
def drop(letter: str) -> None:
    """Remove a letter that is not to be sent."""
    with_database(lambda database: _drop(database, letter))


async def _rows(database: Database) -> list[list[str]]:
    async with database.read_aside() as connection:
        rows = await letters.kept(connection, LIST_LIMIT)
    return [
        [
            row.letter_id,
            row.kind,
            row.written_at.isoformat(),
            str(row.tries),
            "given up" if row.due_at is None else row.due_at.isoformat(),
            row.code,
        ]
        for row in rows
    ]


async def _again(database: Database, letter_id: str) -> None:
    async with database.write() as connection:
        if not await letters.again(connection, letter_id, SystemClock().now()):
            raise Conflict("there is no letter of this id that was given up")


async def _drop(database: Database, letter_id: str) -> None:
    async with database.write() as connection:
        if not await letters.remove(connection, letter_id):
            raise Conflict("there is no letter of this id")
