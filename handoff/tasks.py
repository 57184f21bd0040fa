"""Carries out the commands that ask for people."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.callbacks.planned import PlannedCallback
from handoff.mediums import do_wait_for
from handoff.placing import place_task
from handoff.routing.capacity import VIDEO
from handoff.store import changes, tasks
from hub.commands import CommandContext
from hub.messages import RequestPerson
from hub.store.database import Database


async def do_request_person(
    connection: AsyncConnection, command: RequestPerson, context: CommandContext
) -> None:
    """Records that the customer wants a person; a second wish makes no second task.

    A task that is put off to an agreed time waits from now on.

    An urgent one makes the task that waits already urgent, and brings it what is known by now. One for video
    has the task that waits wait for somebody with video, at its place.
    """
    facts = command.facts or None
    placed = await place_task(
        connection,
        context.identity,
        context.now,
        urgent=command.urgent,
        wanted=command.queue,
        leaves_message=command.leaves_message,
    )
    made = await _record(
        connection,
        context,
        kind="person",
        reason=command.reason,
        medium=command.medium,
        urgent=command.urgent,
        facts=facts,
        **placed,
    )
    key = (context.identity, context.conversation)
    if made:
        await changes.tell(connection, changes.TASK, f"{key[0]}.{key[1]}.{context.turn}")
    elif command.urgent:
        queue = {name: placed[name] for name in ("queue_id", "needs", "languages")}
        for turn in await tasks.make_urgent(connection, *key, reason=command.reason, facts=facts, **queue):
            await changes.tell(connection, changes.TASK, f"{key[0]}.{key[1]}.{turn}")
    else:
        await _do_hasten(connection, *key, command.reason)
        if command.medium == VIDEO:
            await do_wait_for(connection, *key, VIDEO, context.now)


async def _do_hasten(connection: AsyncConnection, key: str, conversation: int, reason: str) -> None:
    """Who has agreed on a later time and wants a person now waits from now on."""
    row = await tasks.planned(connection, key, conversation)
    if row is None or PlannedCallback.read(row.facts) is None:
        return
    if await tasks.make_due(connection, key, conversation, row.turn, reason):
        await changes.tell(connection, changes.TASK, f"{key}.{conversation}.{row.turn}")


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
        reason=reason,
        state="queued",
        created_at=context.now,
        **more,
    )
