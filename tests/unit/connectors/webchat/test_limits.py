"""Rate limits by the clock: so many at once, so many a minute, each key by itself, and bounded memory."""

import pytest

from connectors.webchat import limits
from connectors.webchat.limits import RateLimit
from hub.errors import TooMany
from tests.support.clock import HandClock


def allowed(limit: RateLimit, key: str = "a", tries: int = 1000) -> int:
    for count in range(tries):
        try:
            limit.take(key)
        except TooMany:
            return count
    return tries


def test_as_many_at_once_as_a_minute_allows_and_then_one_by_one() -> None:
    clock = HandClock()
    limit = RateLimit(clock, most=30, what="messages")
    assert allowed(limit) == 30
    clock.turn(1.99)
    assert allowed(limit) == 0
    clock.turn(0.02)
    assert allowed(limit) == 1


def test_the_span_may_be_another_than_a_minute() -> None:
    clock = HandClock()
    limit = RateLimit(clock, most=20, in_s=10.0, what="suggestions")
    assert allowed(limit) == 20
    clock.turn(0.51)
    assert allowed(limit) == 1
    clock.turn(10)
    assert allowed(limit) == 20


def test_who_comes_back_when_told_is_let_in() -> None:
    clock = HandClock()
    limit = RateLimit(clock, most=7, what="messages")
    allowed(limit)
    for _ in range(20):
        with pytest.raises(TooMany, match="too many messages") as refused:
            limit.take("a")
        assert refused.value.retry_after_s >= 0.5
        clock.turn(refused.value.retry_after_s + 0.05)
        limit.take("a")


def test_refused_tries_cost_nothing() -> None:
    clock = HandClock()
    limit = RateLimit(clock, most=60, what="messages")
    allowed(limit)
    for _ in range(100):
        allowed(limit)
    clock.turn(1)
    assert allowed(limit) == 1


def test_a_long_silence_saves_up_no_more_than_a_minutes_worth() -> None:
    clock = HandClock()
    limit = RateLimit(clock, most=5, what="messages")
    allowed(limit)
    clock.turn(86_400)
    assert allowed(limit) == 5


def test_keys_do_not_share() -> None:
    limit = RateLimit(HandClock(), most=2, what="messages")
    assert allowed(limit, "a") == 2
    assert allowed(limit, "b") == 2


def test_memory_is_bounded_and_the_least_used_key_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "BUCKETS_LIMIT", 10)
    limit = RateLimit(HandClock(), most=1, what="messages")
    for number in range(10):
        assert allowed(limit, str(number)) == 1
    assert allowed(limit, "0") == 0, "used again, so not the oldest"
    assert allowed(limit, "new") == 1
    assert len(limit._buckets) == 10
    assert allowed(limit, "0") == 0
    assert allowed(limit, "1") == 1, "forgotten"
