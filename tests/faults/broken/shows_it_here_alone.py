"""Broken: what a hub says is shown in the sockets that it holds itself, and nobody looks for the rest.

The first hub answers nothing, so that all its customers need the other.
"""

import asyncio
import os
from typing import Any

from connectors.webchat.fanout import Fanout
from hub.conversation.worker import TurnWorker
from tests.faults.broken import run_hub

SECOND = "hub-2"


async def rest(_self: Any) -> None:
    """Does nothing."""
    await asyncio.Event().wait()


if __name__ == "__main__":
    Fanout.show = Fanout._show_here  # type: ignore[method-assign]
    Fanout.run = rest  # type: ignore[method-assign]
    if os.environ.get("YUANQIAO_PROCESS_NAME") != SECOND:
        TurnWorker.run = rest  # type: ignore[method-assign]
    run_hub()
