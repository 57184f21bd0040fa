"""How many turns a second the house answers while it has no free hand, told from answers given alone."""

import math

MEMORY_S = 4.0
"""Busy seconds after which what was seen weighs 1/e: long enough for chance, short enough for a change."""

SILENCE_S = 5.0
"""So long without any answer while turns wait: not slow, but away."""

LONGEST_STEP_S = 1.0
"""A span that was longer than it should be says that this process stood still, not that nobody answered."""


class AnswerRate:
    """A decaying mean over busy spans; those in which nobody answered at all count for nothing."""

    def __init__(self, guess_per_s: float) -> None:
        """`guess_per_s` holds until something was seen."""
        self._guess_per_s = guess_per_s
        self._answers = 0.0
        self._busy_s = 0.0
        self._open_s = 0.0
        self._silent_s = 0.0

    @property
    def per_s(self) -> float:
        """Turns a second; always above 0."""
        return self._answers / self._busy_s if self._busy_s else self._guess_per_s

    @property
    def silent(self) -> bool:
        """Whether turns wait and nobody has answered any for a while."""
        return self._silent_s >= SILENCE_S

    def busy(self, answers: int, span_s: float) -> None:
        """So many answers came in a span during which every hand was full."""
        self._open_s += span_s
        self._silent_s += min(span_s, LONGEST_STEP_S)
        if answers == 0:
            return
        # Slow answers come with pauses between: those count. A pause too long for that was an outage.
        if not self.silent:
            keep = math.exp(-self._open_s / MEMORY_S)
            self._answers = self._answers * keep + answers
            self._busy_s = self._busy_s * keep + self._open_s
        self._open_s = self._silent_s = 0.0

    def idle(self) -> None:
        """There was a free hand: how fast the house is cannot be seen then."""
        self._open_s = self._silent_s = 0.0
