"""Reads the turns that a bot needs to rebuild a conversation's tracker."""

from hub.engine.contract import PastTurn, PastTurns
from hub.store import turns
from hub.store.database import Database

KEPT_TURNS = 8
"""How many turns the bot keeps; older ones live on in slots and active form (../decisions/0002)."""

EMPTY_STATE: dict[str, object] = {"slots": {}, "active_loop": None}


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
