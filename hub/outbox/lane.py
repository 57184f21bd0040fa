"""Bulkhead, token bucket and circuit breaker of one channel account, as far as this process goes."""

from collections.abc import Mapping

from hub.metrics import OUTBOX_BREAKER_OPENED
from hub.ports import BreakerRule, ChannelRules, Clock, Delivery, SendingRules, SendOutcome
from hub.store.outbox import Lane

USUAL = SendingRules()


class Bucket:
    """A token bucket: a rate with room for short bursts."""

    def __init__(self, per_second: float, burst: int, clock: Clock) -> None:
        self._per_second = per_second
        self._burst = burst
        self._clock = clock
        self._left = float(burst)
        self._at = clock.monotonic()

    def left(self) -> int:
        """How many may go now."""
        now = self._clock.monotonic()
        self._left = min(float(self._burst), self._left + (now - self._at) * self._per_second)
        self._at = now
        # What was added in many small steps may lack a trifle of the whole.
        return int(self._left + 1e-9)

    def take(self) -> None:
        """Counts one; it may be one too many, which the next ones wait for."""
        self.left()
        self._left -= 1

    def wait_s(self) -> float:
        """Seconds until one may go."""
        return 0.0 if self.left() > 0 else (1.0 - self._left) / self._per_second


class LaneBreaker:
    """Opens after failures in a row; after a pause it lets one through, and closes when that went well."""

    def __init__(self, rule: BreakerRule, clock: Clock) -> None:
        self._rule = rule
        self._clock = clock
        self._failures = 0
        self._open_until = 0.0

    @property
    def probing(self) -> bool:
        """Whether no more than one may be under way."""
        return self._failures >= self._rule.failures

    def wait_s(self) -> float:
        """Seconds until the next one may go."""
        return max(0.0, self._open_until - self._clock.monotonic()) if self.probing else 0.0

    def took(self, *, failed: bool) -> bool:
        """Takes note of a try; tells whether that opened it."""
        self._failures = self._failures + 1 if failed else 0
        if self.probing:
            self._open_until = self._clock.monotonic() + self._rule.pause_s
        return failed and self._failures == self._rule.failures


class LaneState:
    """What is under way in a lane, and how much more may be."""

    def __init__(self, lane: Lane, rules: SendingRules, clock: Clock) -> None:
        self.lane = lane
        self.rules = rules
        self.under_way = 0
        self.wanted = False
        """Whether it was full when it was looked at: the end of a send may let the next one go."""
        self._clock = clock
        self._bucket = Bucket(rules.per_second, rules.burst, clock) if rules.per_second else None
        self._breaker = LaneBreaker(rules.breaker, clock)
        self._paused_until = 0.0

    def room(self) -> int:
        """How many may be begun now."""
        if self.wait_s() > 0:
            return 0
        room = self.slots_left()
        return room if self._bucket is None else min(room, self._bucket.left())

    def slots_left(self) -> int:
        """How many more may be under way, whatever the time; one at a time while the breaker probes."""
        return max(0, (1 if self._breaker.probing else self.rules.concurrency) - self.under_way)

    def wait_s(self) -> float:
        """Seconds until one may go, as far as that depends on the time; 0 where it does not."""
        rate_s = self._bucket.wait_s() if self._bucket is not None else 0.0
        paused_s = max(0.0, self._paused_until - self._clock.monotonic())
        return max(rate_s, paused_s, self._breaker.wait_s())

    def pause(self, seconds: float) -> None:
        """Lets nothing go for a while: the account has used up what it may send."""
        self._paused_until = self._clock.monotonic() + seconds

    def begin(self) -> None:
        """Counts one that is under way from now on."""
        self.under_way += 1
        if self._bucket is not None:
            self._bucket.take()

    def end(self) -> None:
        """It is under way no more."""
        self.under_way -= 1

    def took(self, delivery: Delivery) -> None:
        """Takes note of what became of a try; a provider that says when to come back is well."""
        retried = delivery.outcome is SendOutcome.RETRY and delivery.retry_after_s is None
        if self._breaker.took(failed=retried or delivery.outcome is SendOutcome.UNSURE):
            OUTBOX_BREAKER_OPENED.labels(self.lane.channel).inc()


class Lanes:
    """The lanes that this process has sent in."""

    def __init__(self, rules: Mapping[str, ChannelRules], clock: Clock) -> None:
        """`rules`: those of the channels, by name."""
        self._rules = rules
        self._clock = clock
        self._states: dict[Lane, LaneState] = {}

    def of(self, lane: Lane) -> LaneState:
        """The state of a lane; a channel that is not there any more has the usual rules."""
        state = self._states.get(lane)
        if state is None:
            rules = self._rules.get(lane.channel)
            state = LaneState(lane, rules.sending if rules else USUAL, self._clock)
            self._states[lane] = state
        return state

    @property
    def wanted(self) -> bool:
        """Whether a lane waits for a send to end."""
        return any(state.wanted for state in self._states.values())

    @property
    def under_way(self) -> int:
        """How many are under way in all lanes."""
        return sum(state.under_way for state in self._states.values())
