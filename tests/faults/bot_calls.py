"""Asks the bot without a hub, in the hub's own words: what a hub would ask, signed as it signs."""

import time
from datetime import UTC, datetime

from hub.engine.client import BotClient
from hub.engine.contract import Ask, BotAnswer, PickInput, TextInput
from hub.engine.signing import turn_token
from hub.messages import Facts
from tests.faults.house import KEYS

DEADLINE_S = 30.0


class BotCaller:
    """One client of one bot."""

    def __init__(self, url: str) -> None:
        self._bot = BotClient(url, KEYS.bot)

    async def ask(self, conversation: str, turn: int, base: int, words: TextInput | PickInput) -> BotAnswer:
        """One ask of a turn; raises what `BotClient.ask` raises."""
        expires = int(time.time() + DEADLINE_S) + 30
        return await self._bot.ask(
            Ask(
                conversation=conversation,
                turn=turn,
                ask=1,
                base=base,
                deadline_s=DEADLINE_S,
                correlation_id=f"{conversation}.{turn}",
                channel="webchat",
                at=datetime.now(UTC).isoformat(),
                token=turn_token(KEYS.turn, expires, conversation, turn, Facts()),
                input=words,
                history=None,
            )
        )

    async def close(self) -> None:
        """Closes the connections."""
        await self._bot.close()
