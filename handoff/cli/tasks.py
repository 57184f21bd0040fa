"""The command that lists what waits for a person."""

import click

from handoff.tasks import waiting_tasks
from hub.ids import conversation_id
from hub.privacy import for_view
from hub.terminal.database import with_database
from hub.terminal.tables import LIST_LIMIT, print_list


@click.command()
def tasks() -> None:
    """List what waits for a person: requests and complaints, oldest first."""
    rows = with_database(lambda database: waiting_tasks(database, LIST_LIMIT))
    print_list(
        ["conversation", "turn", "kind", "reason", "since"],
        [
            [
                conversation_id(row.identity_key, row.conversation),
                row.turn,
                row.kind,
                for_view(row.reason),
                row.created_at.isoformat(),
            ]
            for row in rows
        ],
    )
