"""Says no in time: to analytics, suggestions, new chats, new messages; never to what was accepted."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import IntEnum
from typing import Any

import structlog

from hub.admission.rate import AnswerRate
from hub.admission.waiting import WaitingCustomers
from hub.errors import Overloaded
from hub.metrics import (
    ADMISSION_BACKLOG,
    ADMISSION_LAG_SECONDS,
    ADMISSION_LEVEL,
    ADMISSION_RATE,
    ADMISSION_REFUSED,
    ADMISSION_WAIT_SECONDS,
)
from hub.ports import Clock, Wish

log = structlog.get_logger(__name__)


class AdmissionLevel(IntEnum):
    """What is not taken any more; each level includes those before it."""

    OPEN = 0
    NO_ANALYTICS = 1
    NO_SUGGESTIONS = 2
    NO_NEW_CHATS = 3
    NO_NEW_MESSAGES = 4


REFUSED_FROM = {
    Wish.ANALYTICS: AdmissionLevel.NO_ANALYTICS,
    Wish.SUGGESTION: AdmissionLevel.NO_SUGGESTIONS,
    Wish.CHAT: AdmissionLevel.NO_NEW_CHATS,
    Wish.MESSAGE: AdmissionLevel.NO_NEW_MESSAGES,
}

ENTERED_AT = {
    AdmissionLevel.NO_ANALYTICS: 0.1,
    AdmissionLevel.NO_SUGGESTIONS: 0.2,
    AdmissionLevel.NO_NEW_CHATS: 0.45,
    AdmissionLevel.NO_NEW_MESSAGES: 0.7,
}
"""Shares of the longest wait. The last leaves room: a mean is estimated, and 95 of 100 are promised."""

LEFT_AT = 0.8
"""A level is left at this share of where it is entered, so that it does not change with every answer."""

SHORTEST_RETRY_S = 1.0
LONGEST_RETRY_S = 60.0
JITTER = 0.25
"""Up to this share is added to each wait by chance."""


class Gate:
    """Implements `hub.ports.Admission`. Little's law: wait = turns not answered yet / answers a second."""

    def __init__(
        self,
        clock: Clock,
        *,
        hands: int,
        longest_wait_s: float,
        outage_wait_s: float,
        chance: Callable[[], float] = random.random,
    ) -> None:
        """`hands`: turns that can be in hand at once.

        `longest_wait_s`: what a customer who is let in should wait at most; `outage_wait_s`: the same while
        nobody answers at all, as the work that may pile up for afterwards.
        """
        self._clock = clock
        self._hands = hands
        self._longest_wait_s = longest_wait_s
        self._outage_wait_s = outage_wait_s
        self._chance = chance
        self._rate = AnswerRate(guess_per_s=hands)
        self._counted = 0.0
        self._entering = 0
        self._stored = 0
        self._answered = 0
        self._in_count = (0, 0)
        self._lag_s = 0.0
        self._booked_until = 0.0
        self._level = AdmissionLevel.OPEN
        self._waiting = WaitingCustomers()

    def refuses(self, wish: Wish) -> bool:
        """Whether a wish is not let in just now; counts it where it is not."""
        refused = self._look() >= REFUSED_FROM[wish]
        if refused:
            ADMISSION_REFUSED.labels(wish).inc()
        return refused

    def check(self, wish: Wish) -> None:
        """Lets a wish in, or raises `Overloaded`."""
        if self.refuses(wish):
            raise Overloaded("more is asked than can be answered in time", retry_after_s=self._retry_s(wish))

    @contextmanager
    def entering(self, identity: str, *, may_refuse: bool = True) -> Iterator[None]:
        """A message on its way into the store: counts as waiting from here on. Raises `Overloaded`.

        Only the first of somebody counts: what they add joins its turn, or is one turn behind it. What may
        not be refused counts as well, so that others are refused the sooner.
        """
        if may_refuse and not self._waiting.may_add(identity):
            self.check(Wish.MESSAGE)
        turns = 0 if identity in self._waiting else 1
        self._entering += turns
        try:
            yield
        finally:
            self._entering -= turns
        self._stored += turns
        self._waiting.add(identity)

    def turn_ended(self, identity: str) -> None:
        """Somebody waits no longer, however the turn ended."""
        self._waiting.remove(identity)

    def answered(self) -> None:
        """A turn was answered."""
        self._answered += 1

    def begin_count(self) -> None:
        """A count begins: it will hold what was stored and answered up to here."""
        self._in_count = (self._stored, self._answered)

    def observe(self, backlog: float, *, span_s: float, lag_s: float) -> None:
        """Takes in the count of turns not answered yet, begun `span_s` after the one before.

        `lag_s`: how late the event loop was meanwhile, smoothed.
        """
        stored, answered = self._in_count
        if min(self._counted, backlog) >= self._hands:
            self._rate.busy(answered, span_s)
        else:
            self._rate.idle()
        self._counted, self._lag_s = backlog, lag_s
        self._stored -= stored
        self._answered -= answered
        self._in_count = (0, 0)
        was_open = self._level is AdmissionLevel.OPEN
        self._look()
        if was_open != (self._level is AdmissionLevel.OPEN):
            event = "admission.overloaded" if was_open else "admission.eased"
            log.warning(event, count=round(self.backlog), seconds=round(self.wait_s, 1))
        self._show()

    @property
    def backlog(self) -> float:
        """Turns not answered yet: those counted last, and what came and went since."""
        return max(0.0, self._counted + self._entering + self._stored - self._answered)

    @property
    def wait_s(self) -> float:
        """How long a message that is let in now will wait; 0 where a free hand takes it at once."""
        if self.backlog < self._hands:
            return 0.0
        return self.backlog / self._rate.per_s + self._lag_s

    @property
    def state(self) -> dict[str, Any]:
        """What operators see at `/healthz`."""
        return {
            "level": self._look().name.lower(),
            "backlog": round(self.backlog),
            "wait_s": round(self.wait_s, 1),
            "answers_per_s": round(self._rate.per_s, 1),
            "silent": self._rate.silent,
        }

    @property
    def _limit_s(self) -> float:
        # Nobody answers: refusing would not make it sooner, and what is kept is answered afterwards.
        return self._outage_wait_s if self._rate.silent else self._longest_wait_s

    def _look(self) -> AdmissionLevel:
        wait_s, limit_s, before = self.wait_s, self._limit_s, self._level
        self._level = AdmissionLevel.OPEN
        for level, share in ENTERED_AT.items():
            if wait_s >= limit_s * share * (LEFT_AT if before >= level else 1.0):
                self._level = level
        return self._level

    def _retry_s(self, wish: Wish) -> float:
        """When there will be room: each who is sent away is given the place behind the one before."""
        now = self._clock.monotonic()
        room_at = self._limit_s * ENTERED_AT[REFUSED_FROM[wish]] * LEFT_AT
        place = max(self._booked_until, now + self.wait_s - room_at)
        if wish in (Wish.CHAT, Wish.MESSAGE):  # the others need no turn, and so no place
            place += 1 / self._rate.per_s
            self._booked_until = min(place, now + LONGEST_RETRY_S)
        wait_s = min(max(place - now, SHORTEST_RETRY_S), LONGEST_RETRY_S)
        return round(wait_s * (1 + JITTER * self._chance()), 1)

    def _show(self) -> None:
        ADMISSION_BACKLOG.set(self.backlog)
        ADMISSION_LEVEL.set(self._level)
        ADMISSION_RATE.set(self._rate.per_s)
        ADMISSION_WAIT_SECONDS.set(self.wait_s)
        ADMISSION_LAG_SECONDS.set(self._lag_s)
