"""Puts the parts of customers' long messages together again."""

from collections import OrderedDict
from dataclasses import dataclass

from connectors.sms.cmpp.connection import Acknowledge
from connectors.sms.cmpp.pdu import Upward, decode

MOST = 500


@dataclass(frozen=True, slots=True)
class Whole:
    """A message with all of its parts, and how each of them is acknowledged."""

    message_id: str
    text: str
    acknowledge: tuple[Acknowledge, ...]


class Joining:
    """Parts that wait for the others, in memory.

    None is acknowledged before the whole is stored: after a crash the gateway brings them all again.
    """

    def __init__(self) -> None:
        self._waiting: OrderedDict[tuple[str, int, int], dict[int, tuple[Upward, Acknowledge]]]
        self._waiting = OrderedDict()

    def add(self, part: Upward, acknowledge: Acknowledge) -> Whole | None:
        """The whole message; None while parts of it are missing."""
        if part.total == 1:
            return Whole(_id(part), decode(part.content, part.coding), (acknowledge,))
        key = (part.number, part.reference, part.total)
        parts = self._waiting.setdefault(key, {})
        parts[part.place] = (part, acknowledge)
        while len(self._waiting) > MOST:
            self._waiting.popitem(last=False)
        if len(parts) < part.total:
            return None
        listed = [parts[place] for place in range(1, part.total + 1)]
        content = b"".join(each.content for each, _ in listed)
        del self._waiting[key]
        return Whole(_id(listed[0][0]), decode(content, part.coding), tuple(each for _, each in listed))


def _id(part: Upward) -> str:
    return f"mo-{part.message_id:016x}"
