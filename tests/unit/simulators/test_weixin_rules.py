"""The simulator rations, expires and refuses as the provider does."""

from simulators.weixin.rights import CLOSED, SPENT, SendRights
from simulators.weixin.tokens import FORCED_EVERY_S, LIFE_S, REFRESH_S, WeixinTokens

HOUR = 3600.0


def test_a_message_gives_five_in_two_days_and_no_more() -> None:
    rights = SendRights()
    assert rights.take(0.0) == CLOSED
    rights.grant("message", 0.0)
    assert [rights.take(1.0) for _ in range(6)] == [0, 0, 0, 0, 0, SPENT]
    rights.grant("message", 2.0)
    assert rights.take(48 * HOUR) == 0
    assert rights.take(48 * HOUR + 2.0) == CLOSED


def test_a_tap_gives_three_in_a_minute_beside_those_of_a_message() -> None:
    rights = SendRights()
    rights.grant("message", 0.0)
    rights.grant("click", 0.0)
    assert [rights.take(1.0) for _ in range(9)] == [0] * 8 + [SPENT]
    rights.grant("click", 100.0)
    assert rights.take(160.0) == SPENT, "the minute is over"


def test_a_token_is_the_same_until_shortly_before_its_end() -> None:
    tokens = WeixinTokens()
    first, seconds = tokens.issue(0.0, forced=False)
    assert len(first) >= 100
    assert seconds == LIFE_S
    assert tokens.issue(LIFE_S - REFRESH_S - 1, forced=False)[0] == first
    second, _ = tokens.issue(LIFE_S - REFRESH_S + 1, forced=False)
    assert second != first
    assert tokens.check(first, LIFE_S - 1) == 0
    assert tokens.check(first, LIFE_S + 1) == 42001
    assert (tokens.check("", 0.0), tokens.check("other", 0.0)) == (41001, 40001)


def test_a_forced_token_comes_at_most_every_half_minute() -> None:
    tokens = WeixinTokens()
    first, _ = tokens.issue(0.0, forced=False)
    second, _ = tokens.issue(1.0, forced=True)
    assert second != first
    assert tokens.issue(2.0, forced=True)[0] == second
    assert tokens.issue(1.0 + FORCED_EVERY_S, forced=True)[0] not in (first, second)
    assert tokens.check(first, 100.0) == 0, "five minutes more"
    assert tokens.check(first, 2 * REFRESH_S) == 42001
