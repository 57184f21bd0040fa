"""Reads the turns that a bot needs to rebuild a conversation's tracker."""

from collections.abc import Mapping
from typing import Any

from hub.engine.contract import PastTurn, PastTurns
from hub.store import turns
from hub.store.database import Database

KEPT_TURNS = 8
"""How many turns the bot keeps; older ones live on in slots and active form (../decisions/0002)."""

EMPTY_STATE: dict[str, object] = {"slots": {}, "active_loop": None}

DIALOGUE = "dialogue"
"""The slot that holds the dialogue under way (`actions.dialogues`)."""


def is_in_dialogue(state: Mapping[str, Any]) -> bool:
    """Whether a bot that is in this state waits for a customer's answer, in a form or a dialogue."""
    return bool(state.get("active_loop") or (state.get("slots") or {}).get(DIALOGUE))


async def past_turns(database: Database, key: str, conversation: int, base: int) -> PastTurns:
    """The last committed turns up to `base`, and the state before them."""
    async with database.read() as connection:
        rows = await turns.answered(connection, key, conversation, up_to=base, limit=KEPT_TURNS + 1)
    carried = rows[0].bot_state if len(rows) > KEPT_TURNS else EMPTY_STATE
    kept = rows[-KEPT_TURNS:]
    return PastTurns(
        carried=carried or EMPTY_STATE,
        turns=[PastTurn(turn=row.turn, events=row.events or [], state=row.bot_state or {}) for row in kept],
    )
