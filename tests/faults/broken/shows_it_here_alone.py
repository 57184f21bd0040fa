"""Broken: what a hub says is shown in the sockets that it holds itself, and nobody looks for the rest."""

import asyncio

from connectors.webchat.fanout import Fanout
from tests.faults.broken import run_hub


async def rest(self: Fanout) -> None:
    """Hears nothing of others."""
    await asyncio.Event().wait()


if __name__ == "__main__":
    Fanout.show = Fanout._show_here  # type: ignore[method-assign]
    Fanout.run = rest  # type: ignore[method-assign]
    run_hub()
