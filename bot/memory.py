"""Remembers conversations: bounded, in memory, and never the truth (the hub holds that)."""

from collections import OrderedDict
from dataclasses import dataclass

from bot.errors import HistoryNeeded
from bot.trackers import Snapshot

MOST_CONVERSATIONS = 2000


@dataclass(frozen=True)
class Remembered:
    """Where a conversation was known to stand, and what the last answered turn made of it."""

    base: Snapshot
    result: Snapshot


class Memory:
    """The conversations used last.

    An answer is remembered beside its base. It becomes the base only when a later call names its turn:
    until then nobody knows whether the hub committed it.
    """

    def __init__(self, most: int = MOST_CONVERSATIONS) -> None:
        self._most = most
        self._conversations: OrderedDict[str, Remembered] = OrderedDict()

    def find(self, conversation: str, base: int, base_ask: int | None = None) -> Snapshot:
        """The snapshot that stands exactly at `base`; raises `HistoryNeeded` where there is none."""
        if base == 0:
            return Snapshot()
        remembered = self._conversations.get(conversation)
        if remembered is not None:
            for snapshot in (remembered.result, remembered.base):
                if snapshot.turn == base and _fits(snapshot, base_ask):
                    return snapshot
        raise HistoryNeeded("The conversation is not in memory at this base.")

    def remember(self, conversation: str, base: Snapshot, result: Snapshot) -> None:
        """Keeps an answered turn and its base; the conversation used longest ago makes room."""
        self._conversations[conversation] = Remembered(base, result)
        self._conversations.move_to_end(conversation)
        while len(self._conversations) > self._most:
            self._conversations.popitem(last=False)

    def __len__(self) -> int:
        """How many conversations are remembered."""
        return len(self._conversations)


def _fits(snapshot: Snapshot, ask: int | None) -> bool:
    return ask is None or snapshot.ask is None or snapshot.ask == ask
