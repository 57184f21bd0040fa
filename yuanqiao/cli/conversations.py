"""Commands that look at conversations and at what could not be done in them."""

import click

from hub.conversation.delivery_replay import replay_delivery
from hub.conversation.replay import replay_turn, waiting_letters
from hub.ids import conversation_id
from hub.privacy import for_view
from hub.terminal.database import with_database
from hub.terminal.tables import LIST_LIMIT, print_list, print_table
from hub.trail import Trail, read_trail


@click.command()
@click.argument("wanted", metavar="ID")
def trail(wanted: str) -> None:
    """Print the way of one message (message id or correlation id) with the time at each hop.

    Where the channel rations what it sends, also how much of that this customer has had.
    """
    found: Trail = with_database(lambda database: read_trail(database, wanted))
    start = found.steps[0].at
    print_table(
        ["hop", "time", "after", "what"],
        [
            [
                step.hop,
                step.at.isoformat(timespec="milliseconds"),
                f"{(step.at - start).total_seconds() * 1000:.1f} ms",
                step.what,
            ]
            for step in found.steps
        ],
        title=f"correlation id {found.correlation_id}",
    )
    if found.counted:
        print_table(
            ["right to send", "used", "until"],
            [[each.name, each.used, each.until.isoformat(timespec="seconds")] for each in found.counted],
            title="what the channel counts of this customer",
        )


@click.command("dead-letters")
def dead_letters() -> None:
    """List what could not be done, oldest first."""
    rows = with_database(lambda database: waiting_letters(database, LIST_LIMIT))
    print_list(
        ["conversation", "kind", "number", "code", "detail", "since"],
        [
            [
                conversation_id(row.identity_key, row.conversation),
                row.kind,
                row.number,
                row.code,
                for_view(row.detail),
                row.created_at.isoformat(),
            ]
            for row in rows
        ],
    )


@click.command()
@click.argument("conversation", metavar="CONVERSATION")
@click.argument("turn", type=int)
def replay(conversation: str, turn: int) -> None:
    """Ask the bot once more about a failed turn (both as `dead-letters` shows them)."""
    number = with_database(lambda database: replay_turn(database, conversation, turn))
    click.echo(f"turn {turn} of {conversation} is asked again as turn {number}")


@click.command()
@click.argument("conversation", metavar="CONVERSATION")
@click.argument("number", type=int)
def redeliver(conversation: str, number: int) -> None:
    """Send a message again that failed, or of which nobody is sure (both as `dead-letters` shows them)."""
    with_database(lambda database: replay_delivery(database, conversation, number))
    click.echo(f"message {number} of {conversation} is on its way again")
