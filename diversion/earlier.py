"""What the rules have to know of the conversation so far: read once for a turn, while there are rules."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from diversion.rules import TO_PEOPLE
from diversion.store import fired

TAKEN_BACK = "taken_back"
"""What a turn is called in which the customer took the wish for a person back (docs/routing.md)."""

URGENT = "urgent."
DIVERTED = "diversion."
NO_ANSWER = "no_answer"


class EarlierTurns(NamedTuple):
    """`intents` and `urgencies` of the turns before; `failures`: turns in a row without an answer.

    `busy`: the bot is in the midst of a step. `awaited`: a rule has asked for a person, who has not come yet.
    `left`: one came, or was taken back. `epoch`: the owner's; None where it did not matter and was not read.
    """

    epoch: int | None = None
    intents: frozenset[str] = frozenset()
    urgencies: frozenset[str] = frozenset()
    failures: int = 0
    busy: bool = False
    awaited: bool = False
    left: bool = False


async def read_earlier(connection: AsyncConnection, key: str, number: int, before: int) -> EarlierTurns:
    """What is known of a conversation before a turn."""
    if before <= 1:
        return EarlierTurns()
    turns = await fired.turns_before(connection, key, number, before)
    asked_for = next(
        (each for each in await fired.fired_in(connection, key, number, before) if each.action in TO_PEOPLE),
        None,
    )
    epoch = None if asked_for is None else await fired.epoch_of(connection, key, number)
    state = await fired.state_before(connection, key, number, before)
    return of_turns(turns, state, asked_for, epoch)


def of_turns(
    turns: Sequence[Any], state: Mapping[str, Any], asked_for: Any | None, epoch: int | None
) -> EarlierTurns:
    """The same of rows, the newest first; `asked_for`: the row of the rule that last asked for a person."""
    names = frozenset(name for each in turns if (name := top_intent(each)))
    left = awaited = False
    if asked_for is not None:
        since = [each for each in turns if each.turn > asked_for.turn]
        taken_back = any(top_intent(each) == TAKEN_BACK for each in since)
        left = taken_back or asked_for.epoch != epoch
        awaited = not left
    return EarlierTurns(
        epoch=epoch,
        intents=frozenset(name for name in names if not name.startswith((URGENT, DIVERTED))),
        urgencies=frozenset(name.removeprefix(URGENT) for name in names if name.startswith(URGENT)),
        failures=_failures(turns),
        busy=bool(state.get("active_loop")),
        awaited=awaited,
        left=left,
    )


def top_intent(row: Any) -> str:
    """What a turn was understood as; empty for one that was not answered."""
    return str((row.intents or [{}])[0].get("name", ""))


def _failures(turns: Sequence[Any]) -> int:
    count = 0
    for each in turns:
        if each.state != "failed" and each.error_code != NO_ANSWER:
            break
        count += 1
    return count
