"""Whether there is room for what is recorded: the media server tells nobody of what it could not write."""

import asyncio
import shutil
from pathlib import Path

from hub.errors import Unavailable

LEAST_BYTES = 32 << 20
"""Left for the seal, whose files are as large again as what was recorded."""

LOOK_EVERY_S = 1.0


class NoRoom(Unavailable):
    """The disk of the recordings is full, or nearly."""

    code = "no_room"


async def check_room(folder: Path) -> None:
    """Raises `NoRoom`; the folder is made where there is none."""
    if await asyncio.to_thread(_free, folder) < LEAST_BYTES:
        raise NoRoom("the disk of the recordings is full")


async def watch_room(folder: Path) -> None:
    """Goes on as long as there is room; raises `NoRoom`."""
    while True:
        await check_room(folder)
        await asyncio.sleep(LOOK_EVERY_S)


def _free(folder: Path) -> int:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return shutil.disk_usage(folder).free
    except OSError:
        return 0
