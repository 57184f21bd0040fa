"""Has a customer's picture written anew from its pixels (`hub.media`), without its touching a disk."""

import asyncio
import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from hub.media.inspector import Inspector

KINDS = frozenset({"image/jpeg"})
"""What the customer's page makes of every picture."""


async def rewritten(inspector: Inspector, data: bytes) -> bytes:
    """The harmless JPEG; raises a `BadMedia`, `Unavailable`."""
    with _in_memory("came") as source, _in_memory("kept") as target:
        await asyncio.to_thread(source.write_bytes, data)
        await inspector.inspect(source, target, KINDS)
        return await asyncio.to_thread(target.read_bytes)


@contextlib.contextmanager
def _in_memory(name: str) -> Iterator[Path]:
    """A file of this process alone, which its children of the same user can open; gone with the block."""
    descriptor = os.memfd_create(f"yuanqiao-{name}")
    try:
        yield Path(f"/proc/{os.getpid()}/fd/{descriptor}")
    finally:
        os.close(descriptor)
