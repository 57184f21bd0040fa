"""Broken: a bot that is slow is asked a second time while the first ask is still open."""

import asyncio

from hub.engine.client import BotClient
from hub.engine.contract import Ask, BotAnswer
from tests.faults.broken import plant, run_hub

PATIENCE_S = 0.5

_ask = BotClient.ask


async def ask(self: BotClient, ask: Ask) -> BotAnswer:
    """Takes whichever answer is the first one's."""
    first = asyncio.create_task(_ask(self, ask))
    await asyncio.wait({first}, timeout=PATIENCE_S)
    second = None if first.done() else asyncio.create_task(_ask(self, ask))
    try:
        return await first
    finally:
        if second is not None:
            await asyncio.gather(second, return_exceptions=True)


CHANGES = ((BotClient, "ask", ask),)

if __name__ == "__main__":
    plant(*CHANGES)
    run_hub()
