"""Up to where one client was sent its messages: tells the next one from a repeated one and from a gap."""

from typing import Any

from hub.ports import HistoryPlace

NOWHERE = HistoryPlace(0, 0)
"""Before everything."""

CONVERSATIONS = 4
"""Of so many conversations it is remembered; of an older one nothing more is said."""


class SentProgress:
    """The newest number of each conversation up to which the client was sent everything."""

    def __init__(self) -> None:
        self._newest: dict[int, int] | None = None

    @property
    def place(self) -> HistoryPlace | None:
        """The place up to which everything was sent; None before anything is known."""
        if self._newest is None:
            return None
        return HistoryPlace(*max(self._newest.items(), default=(0, 0)))

    def begin(self, place: HistoryPlace) -> None:
        """Everything up to a place is known; a client that asks for an older one has no less than before."""
        known = self.place
        if known is None:
            self._newest = {}
        if place > (known or NOWHERE):
            self._note(place.conversation, place.seq)

    def note(self, frame: dict[str, Any]) -> None:
        """The frame is sent, and nothing is missing before it."""
        place = place_of(frame)
        if place is not None:
            self._note(place.conversation, place.seq)

    def has(self, frame: dict[str, Any]) -> bool:
        """Whether the message was sent before."""
        place = place_of(frame)
        if place is None or self._newest is None:
            return False
        return place.seq <= self._newest.get(place.conversation, 0)

    def lacks_before(self, frame: dict[str, Any]) -> bool:
        """Whether a message may be missing before this one.

        The first of a conversation does not tell whether the one before it had more.
        """
        place = place_of(frame)
        if place is None or self._newest is None:
            return False
        if place.conversation in self._newest:
            return place.seq > self._newest[place.conversation] + 1
        first_of_all = not self._newest and place == HistoryPlace(1, 1)
        return not first_of_all and place.conversation > max(self._newest, default=0)

    def _note(self, conversation: int, seq: int) -> None:
        if self._newest is None:
            self._newest = {}
        self._newest[conversation] = max(seq, self._newest.get(conversation, 0))
        if len(self._newest) > CONVERSATIONS:
            del self._newest[min(self._newest)]


def place_of(frame: dict[str, Any]) -> HistoryPlace | None:
    """Where the message of a frame stands, or what the client is to skip; None for an event."""
    match frame:
        case {"type": "message", "message": {"conversation": conversation, "seq": seq}}:
            return HistoryPlace(int(conversation), int(seq))
        case {"type": "skipped", "conversation": conversation, "seq": seq}:
            return HistoryPlace(int(conversation), int(seq))
    return None
