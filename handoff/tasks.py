"""Carries out the commands that ask for people."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.store import tasks
from hub.commands import CommandContext
from hub.messages import FileComplaint, RequestPerson
from hub.store.database import Database


async def do_request_person(
    connection: AsyncConnection, command: RequestPerson, context: CommandContext
) -> None:
    """Records that the customer wants a person; a second wish makes no second task.

    An urgent one makes the task that waits already urgent, and brings it what is known by now.
    """
    facts = command.facts or None
    made = await _record(
        connection, context, kind="person", reason=command.reason, urgent=command.urgent, facts=facts
    )
    if not made and command.urgent:
        await tasks.make_urgent(
            connection, context.identity, context.conversation, reason=command.reason, facts=facts
        )


async def do_file_complaint(
    connection: AsyncConnection, command: FileComplaint, context: CommandContext
) -> None:
    """Records a complaint for people to read; its words stand in the conversation itself."""
    await _record(connection, context, kind="complaint", reason=f"{len(command.text)} characters")


async def waiting_tasks(database: Database, limit: int) -> list[Any]:
    """Tasks that nobody has taken: the urgent ones first, and of each the oldest first."""
    async with database.read() as connection:
        return await tasks.waiting(connection, limit=limit)


async def _record(
    connection: AsyncConnection, context: CommandContext, *, kind: str, reason: str, **more: Any
) -> bool:
    return await tasks.add_if_absent(
        connection,
        identity_key=context.identity,
        conversation=context.conversation,
        turn=context.turn,
        kind=kind,
        medium="chat",
        reason=reason,
        state="queued",
        created_at=context.now,
        **more,
    )
