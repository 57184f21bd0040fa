"""`yuanqiao inspection`: what was found in conversations that have ended."""

from typing import Any

import click
from sqlalchemy import true

from hub.ids import conversation_id
from hub.privacy import for_view
from hub.store.database import Database
from hub.terminal.database import with_database
from hub.terminal.tables import LIST_LIMIT, print_list
from inspection.checks import KINDS
from inspection.store import hits


@click.command()
@click.option("--kind", type=click.Choice(KINDS), default=None, help="Of one kind alone.")
def inspection(kind: str | None) -> None:
    """List what inspection found, the newest first; `trail` shows the way of each message."""

    async def rows(database: Database) -> list[Any]:
        async with database.read_aside() as connection:
            return list(await hits.newest(connection, true(), kind=kind or "", limit=LIST_LIMIT))

    print_list(
        ["message", "kind", "agent", "words", "why", "found"],
        [
            [
                f"{conversation_id(row.identity_key, row.conversation)}.{row.seq}",
                row.kind,
                row.login or "bot",
                for_view(row.words),
                row.why,
                row.found_at.isoformat(timespec="minutes"),
            ]
            for row in with_database(rows)
        ],
    )
