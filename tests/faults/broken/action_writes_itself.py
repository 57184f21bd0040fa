"""Broken: the action that knows no answer writes the gap itself, at once, instead of asking the hub to.

Runs in the actions' environment.
"""

import sys
import uuid
from contextvars import ContextVar
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions import reply, serve
from actions.answer import AnswerQuestion
from actions.turn import ActionTurn
from hub.clock import SystemClock
from hub.messages import RecordGap
from hub.settings import Settings
from hub.store.database import Database
from kb.model import Gap
from kb.store import gaps

_wanted: ContextVar[list[RecordGap]] = ContextVar("wanted")
_say = reply.say
_act = AnswerQuestion.act


def say(dispatcher: CollectingDispatcher, segments: Any, commands: Any = ()) -> None:
    """Tells the hub of no gap; every other command goes its way."""
    gaps_wanted = [command for command in commands if isinstance(command, RecordGap)]
    _wanted.get([]).extend(gaps_wanted)
    _say(dispatcher, segments, [command for command in commands if command not in gaps_wanted])


async def act(self: AnswerQuestion, dispatcher: CollectingDispatcher, turn: ActionTurn) -> Any:
    """Acts, and writes what was wanted under a new key each time."""
    wanted: list[RecordGap] = []
    _wanted.set(wanted)
    remembered = await _act(self, dispatcher, turn)
    if wanted:
        await _write(turn, wanted)
    return remembered


async def _write(turn: ActionTurn, wanted: list[RecordGap]) -> None:
    identity, _, conversation = turn.conversation.rpartition(".")
    database = Database(Settings().database)
    async with database.write() as connection:
        for command in wanted:
            key = uuid.uuid4().hex
            gap = Gap(
                gap_id=key,
                identity=identity,
                conversation=int(conversation),
                turn=turn.number,
                question=command.question,
                best_article_id=command.best_article_id,
                best_score=command.best_score,
                created_at=SystemClock().now(),
                state="open",
            )
            await gaps.insert_once(connection, gap, key)
    await database.close()


if __name__ == "__main__":
    reply.say = say
    AnswerQuestion.act = act  # type: ignore[method-assign]
    sys.exit(serve.main())
