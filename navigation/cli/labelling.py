"""`yuanqiao labelling`: what people labelled becomes examples for the bot's next training."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from hub.store.database import Database
from hub.terminal.database import with_database
from hub.terminal.tables import print_table
from navigation import labelling as writing
from navigation.intents import DATA, LABELLED_FILE
from navigation.store import utterances


@click.group()
def labelling() -> None:
    """What the bot was unsure of: how much is labelled, and written as examples."""


@labelling.command("list")
def list_command() -> None:
    """How many utterances are labelled with what."""

    async def read(database: Database) -> tuple[int, Sequence[Any]]:
        async with database.read() as connection:
            waiting = await utterances.count(connection, utterances.OPEN)
            return waiting, await utterances.every_labelled(connection)

    waiting, rows = with_database(read)
    examples = writing.examples_of((row.label, row.text) for row in rows)
    print_table(["intent", "examples"], [[name, str(len(texts))] for name, texts in examples.items()])
    click.echo(f"{waiting} wait for a label")


@labelling.command("write")
@click.option(
    "--to",
    type=click.Path(dir_okay=False, path_type=Path),
    default=DATA / LABELLED_FILE,
    show_default="bot/data/nlu/labelled.yml",
    help="The file to write.",
)
def write_command(to: Path) -> None:
    """Write all that is labelled as training data; the next `make train` learns from it.

    The file is written anew each time: what was erased, or is over, is in it no more.
    """

    async def read(database: Database) -> Sequence[Any]:
        async with database.read() as connection:
            return await utterances.every_labelled(connection)

    examples = writing.examples_of((row.label, row.text) for row in with_database(read))
    writing.write(examples, to)
    count = sum(map(len, examples.values()))
    click.echo(f"{count} examples of {len(examples)} intents in {to}: `make train` learns from them")
