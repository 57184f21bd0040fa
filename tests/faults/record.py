"""What one customer knows: what was sent, acknowledged and shown. The hub never touches it."""

import time
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self

from tests.faults.load import Question, questions_in
from tests.support.webchat import text_of


class Place(NamedTuple):
    """Conversation and sequence number."""

    conversation: int
    seq: int


NOWHERE = Place(0, 0)
"""The place before everything."""


APOLOGIES = frozenset({"failed", "person_requested"})
"""The notices that end a turn without an answer."""


class Sign(NamedTuple):
    """The word on the screen that it takes longer, which is no message."""

    conversation: int
    at: float


class Word(NamedTuple):
    """That a message was taken, or refused for now, so many seconds after it was sent."""

    at: float
    taken: bool
    after_s: float


@dataclass
class Unheard:
    """A message on which no word has come: when it was first sent, and last."""

    first_at: float
    last_at: float


class Shown(NamedTuple):
    """One message as it stood on the customer's screen; `notices` are the codes of notices in it.

    `has_substance`: it has a source, or offers something to choose.
    """

    direction: str
    author: str
    text: str
    notices: tuple[str, ...]
    has_substance: bool = False

    @classmethod
    def of(cls, words: dict[str, Any]) -> Self:
        """A message in the words of docs/webchat-protocol.md."""
        segments = words["segments"]
        codes = tuple(segment["code"] for segment in segments if segment["type"] == "notice")
        return cls(
            words["direction"], words["author"]["kind"], text_of(words), codes, has_substance(segments)
        )


@dataclass
class CustomerRecord:
    """The independent record of one customer; times are monotonic seconds.

    `echoed`: an answer repeats the marks of its questions; otherwise it settles all that came before it.
    """

    customer: int
    echoed: bool = True
    token: str | None = None
    sent: dict[str, Question] = field(default_factory=dict)
    accepted: dict[str, Place] = field(default_factory=dict)
    accepted_at: dict[str, float] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    shown: dict[Place, Shown] = field(default_factory=dict)
    shown_at: dict[Place, float] = field(default_factory=dict)
    signs: list[Sign] = field(default_factory=list)
    answered_at: list[tuple[float, bool]] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    repeated: int = 0
    sent_again: int = 0
    contradictions: list[str] = field(default_factory=list)
    last_frame_at: float = 0.0
    last_news_at: float = field(default_factory=time.monotonic)
    """When something came that was not known before."""
    frontier: Place = NOWHERE
    _unheard: dict[str, Unheard] = field(default_factory=dict)
    _waiting: dict[str, None] = field(default_factory=dict)
    _screen: set[Place] = field(default_factory=set)
    _newest: dict[int, int] = field(default_factory=dict)
    _settled: set[Question] = field(default_factory=set)
    _answered: set[Question] = field(default_factory=set)
    _begun: bool = False

    @property
    def waiting(self) -> list[str]:
        """Client ids of what was sent and not acknowledged, oldest first."""
        return list(self._waiting)

    @property
    def open_questions(self) -> int:
        """How many questions have neither an answer nor an apology on the screen."""
        return len(self.sent) - len(self._settled)

    @property
    def all_answered(self) -> bool:
        """Whether every question has its own answer on the screen: an apology does not say whose it is."""
        return len(self._answered) == len(self.sent)

    @property
    def has_gap(self) -> bool:
        """Whether a message is missing that is known to exist."""
        return bool(self._newest) and max(self._newest.items()) != self.frontier

    def start_over(self) -> None:
        """Clears the screen: the hub sends the whole anew (`resume` was false)."""
        self._screen.clear()
        self._newest.clear()
        self.frontier = NOWHERE
        self._begun = False

    def begin_waiting(self, client_id: str) -> None:
        """Notes that a message was sent, or sent again."""
        now = time.monotonic()
        self._unheard.setdefault(client_id, Unheard(now, now)).last_at = now
        self._waiting.setdefault(client_id)

    def waits_since(self, now: float) -> float:
        """For how many seconds no word has come on the oldest message since it was last sent; 0: on all."""
        return now - min((message.last_at for message in self._unheard.values()), default=now)

    def overdue(self, within_s: float) -> int:
        """How many messages had no word, taken or refused, in so many seconds since they were first sent."""
        now = time.monotonic()
        heard = (word.after_s for word in self.words)
        unheard = (now - message.first_at for message in self._unheard.values())
        return sum(span > within_s for span in (*heard, *unheard))

    def take_refusal(self, client_id: str) -> None:
        """Notes that a message was not taken for now."""
        self.refused.add(client_id)
        self._end_waiting(client_id, taken=False)

    def _end_waiting(self, client_id: str, *, taken: bool) -> None:
        now = time.monotonic()
        if message := self._unheard.pop(client_id, None):
            self.words.append(Word(now, taken, now - message.first_at))

    def take_ack(self, client_id: str, place: Place) -> bool:
        """Notes an acknowledgement; true for the first one of this message."""
        self._end_waiting(client_id, taken=True)
        self._waiting.pop(client_id, None)
        known = self.accepted.setdefault(client_id, place)
        if known is place:
            self.last_news_at = time.monotonic()
        self.accepted_at.setdefault(client_id, time.monotonic())
        if known != place:
            self.contradictions.append(f"{client_id} acknowledged at {known} and at {place}")
        self._note(place)
        return known is place

    def take_message(self, words: dict[str, Any]) -> None:
        """Notes a message on the screen; one that was there before is dropped, as the protocol says."""
        self.last_frame_at = time.monotonic()
        place = Place(words["conversation"], words["seq"])
        shown = Shown.of(words)
        if not self._begun:
            self._begun = True
            self.frontier = Place(place.conversation, place.seq - 1)
        self.repeated += place in self._screen
        self._screen.add(place)
        self._note(place)
        self._advance()
        known = self.shown.setdefault(place, shown)
        if known is shown:
            self.last_news_at = self.last_frame_at
        self.shown_at.setdefault(place, self.last_frame_at)
        if known != shown:
            self.contradictions.append(f"{place} shown as {known.text!r} and as {shown.text!r}")
        before = (self.sent[i] for i, at in self.accepted.items() if at < place)
        if shown.author == "bot":
            self.answered_at.append((self.last_frame_at, shown.has_substance))
            answered = questions_in(shown.text) if self.echoed else list(before)
            self._answered.update(answered)
            # The house's own answer to what is urgent repeats no mark, and settles what came before it.
            self._settled.update(answered or before)
        if APOLOGIES.intersection(shown.notices):
            self._settled.update(before)

    def take_sign(self, conversation: int) -> None:
        """Notes that the customer was told that it takes longer."""
        self.signs.append(Sign(conversation, time.monotonic()))

    def _note(self, place: Place) -> None:
        newest = self._newest.get(place.conversation, 0)
        self._newest[place.conversation] = max(newest, place.seq)

    def _advance(self) -> None:
        while True:
            number, seq = self.frontier
            more = seq < self._newest.get(number, 0)
            following = Place(number, seq + 1) if more else Place(number + 1, 1)
            if following not in self._screen:
                return
            self.frontier = following


def has_substance(segments: list[dict[str, Any]]) -> bool:
    """Whether there is a source, or something to choose: what only the actions can say."""
    return any(segment.get("source") or segment["type"] == "choices" for segment in segments)
