"""Who waits for an answer already, and how much they may add while nobody else is let in."""

from collections import OrderedDict

MORE_OF_ONE = 3
"""Messages: what somebody adds in such a moment belongs to what they asked, and joins its turn."""

KNOWN_LIMIT = 50_000


class WaitingCustomers:
    """By identity, as this process saw it; who has waited longest is forgotten first."""

    def __init__(self) -> None:
        self._added: OrderedDict[str, int] = OrderedDict()

    def __contains__(self, identity: str) -> bool:
        return identity in self._added

    def may_add(self, identity: str) -> bool:
        """Whether they wait, and have not added their share."""
        return self._added.get(identity, MORE_OF_ONE) < MORE_OF_ONE

    def add(self, identity: str) -> None:
        """A message of theirs was stored: the first that waits, or one more."""
        self._added[identity] = self._added.get(identity, -1) + 1
        if len(self._added) > KNOWN_LIMIT:
            self._added.popitem(last=False)

    def remove(self, identity: str) -> None:
        """Their turn has ended."""
        self._added.pop(identity, None)
