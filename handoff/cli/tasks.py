"""The command that lists what waits for a person."""

from typing import Any

import click

from handoff.tasks import waiting_tasks
from hub.ids import conversation_id
from hub.privacy import for_view
from hub.terminal.database import with_database
from hub.terminal.tables import LIST_LIMIT, print_list


@click.command()
def tasks() -> None:
    """List what waits for a person: urgent requests first, then the others, oldest first."""
    rows = with_database(lambda database: waiting_tasks(database, LIST_LIMIT))
    print_list(
        ["conversation", "turn", "kind", "urgent", "reason", "known", "since"],
        [
            [
                conversation_id(row.identity_key, row.conversation),
                row.turn,
                row.kind,
                "urgent" if row.urgent else "",
                for_view(row.reason),
                _known(row.facts),
                row.created_at.isoformat(),
            ]
            for row in rows
        ],
    )


def _known(facts: dict[str, Any] | None) -> str:
    """What is known of an urgent request, on one line."""
    values = {
        name: ", ".join(map(str, value)) if isinstance(value, list) else value
        for name, value in (facts or {}).items()
    }
    return for_view("; ".join(f"{name}: {value}" for name, value in values.items()))
