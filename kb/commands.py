"""Carries out the commands that belong to the knowledge base."""

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.commands import CommandContext
from hub.messages import RecordGap
from kb import gaps


async def record_gap(connection: AsyncConnection, command: RecordGap, context: CommandContext) -> None:
    """Keeps the question, in the transaction that closes the turn; a second run adds nothing."""
    await gaps.record(
        connection,
        identity=context.identity,
        conversation=context.conversation,
        turn=context.turn,
        question=command.question,
        best_article_id=command.best_article_id,
        best_score=command.best_score,
        now=context.now,
    )
