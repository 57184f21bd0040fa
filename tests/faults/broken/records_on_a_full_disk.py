"""Broken: nobody looks at the disk while a call is recorded, and the media server does not tell."""

import asyncio
from pathlib import Path

from tests.faults.broken import plant, run_hub
from video.media import bridge


async def watch_room(folder: Path) -> None:
    """Waits for nothing."""
    await asyncio.get_running_loop().create_future()


CHANGES = ((bridge, "watch_room", watch_room),)

if __name__ == "__main__":
    plant(*CHANGES)
    run_hub()
