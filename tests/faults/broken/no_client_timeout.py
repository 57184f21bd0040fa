"""Broken: the hub waits for the bot's answer for as long as it takes."""

import asyncio
from types import SimpleNamespace

from hub.engine import client
from tests.faults.broken import run_hub


def never(_seconds: float) -> asyncio.Timeout:
    """A deadline that does not come."""
    return asyncio.timeout(None)


if __name__ == "__main__":
    client.asyncio = SimpleNamespace(timeout=never)  # type: ignore[assignment]
    run_hub()
