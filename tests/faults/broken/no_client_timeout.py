"""Broken: the hub waits for the bot's answer for as long as it takes."""

from hub.engine.client import BotClient
from hub.engine.contract import Ask
from tests.faults.broken import run_hub

NEVER_S = 3600.0

_post = BotClient._post


async def post(self: BotClient, ask: Ask) -> tuple[int, bytes]:
    """Sets no deadline worth the name."""
    return await _post(self, ask.model_copy(update={"deadline_s": NEVER_S}))


if __name__ == "__main__":
    BotClient._post = post  # type: ignore[method-assign]
    run_hub()
