"""What a file holds now, and what of it would be there after a power cut."""

import random
from collections.abc import Iterator

SECTOR = 512
"""Bytes that a disk writes wholly or not at all."""


class File:
    """Bytes as programs see them, those on the platter, and the changes between the two."""

    def __init__(self) -> None:
        self.seen = bytearray()
        self._synced = bytearray()
        self._unsynced: list[tuple[int, bytes | None]] = []

    @property
    def dirty(self) -> bool:
        """Whether something has changed since the last sync."""
        return bool(self._unsynced)

    def write(self, offset: int, data: bytes) -> None:
        """Changes what programs see."""
        self._change(self.seen, offset, data)
        self._unsynced.append((offset, data))

    def truncate(self, size: int) -> None:
        """Cuts off, or lengthens with zeros."""
        self._change(self.seen, size, None)
        self._unsynced.append((size, None))

    def sync(self) -> None:
        """Brings every change to the platter."""
        for offset, data in self._unsynced:
            self._change(self._synced, offset, data)
        self._unsynced.clear()

    def fail_sync(self) -> None:
        """The changes never reach the platter, yet programs go on seeing them and the next sync succeeds.

        So do Linux's file systems: a page that could not be written counts as clean afterwards
        (https://lwn.net/Articles/752063/).
        """
        self._unsynced.clear()

    def cut(self, chance: random.Random | None) -> int:
        """Falls back to the platter; with `chance`, some sectors had arrived unasked. Bytes forgotten."""
        forgotten = sum(SECTOR if data is None else len(data) for _, data in self._unsynced)
        if chance is not None:
            for offset, data in _arrived(self._unsynced, chance):
                self._change(self._synced, offset, data)
                forgotten -= SECTOR if data is None else len(data)
        self._unsynced.clear()
        self.seen = bytearray(self._synced)
        return forgotten

    @staticmethod
    def _change(content: bytearray, offset: int, data: bytes | None) -> None:
        if data is None and offset < len(content):
            del content[offset:]
            return
        if len(content) < offset:
            content.extend(bytes(offset - len(content)))
        if data is not None:
            content[offset : offset + len(data)] = data


def _arrived(
    changes: list[tuple[int, bytes | None]], chance: random.Random
) -> Iterator[tuple[int, bytes | None]]:
    """Any of the sectors, each for itself; of sizes only the first few, as a journal keeps their order."""
    for offset, data in changes:
        if data is None:
            if chance.random() < 0.5:
                return
            yield offset, None
            continue
        begin = 0
        while begin < len(data):
            end = min(len(data), begin + SECTOR - (offset + begin) % SECTOR)
            if chance.random() < 0.5:
                yield offset + begin, data[begin:end]
            begin = end
