"""Removes what the database says has to go outside of it."""

import asyncio

from hub.settings import Settings
from hub.store.database import Database
from records.files import blank_in_logs, remove_media, remove_uploads
from records.scrubbing import overwrite_removed
from records.store import removals


async def remove_waiting(database: Database, settings: Settings) -> tuple[int, int]:
    """Removes all that waits; gives how many files went, and how many words in logs. Raises `OSError`."""
    files = words = 0
    while True:
        async with database.read() as connection:
            rows = await removals.waiting(connection)
            by_kind = {kind: [row.name for row in rows if row.kind == kind] for kind in _KINDS}
            media = await removals.unknown_media(connection, by_kind["media"])
        if not rows:
            return files, words
        files += await asyncio.to_thread(remove_media, settings, media)
        files += await asyncio.to_thread(remove_uploads, settings, by_kind["uploads"])
        words += await asyncio.to_thread(blank_in_logs, settings, by_kind["log_word"])
        async with database.write() as connection:
            await overwrite_removed(connection)
            for kind, names in by_kind.items():
                await removals.done(connection, kind, names)


_KINDS = ("media", "uploads", "log_word")
