"""The simulator rations, pages, expires and refuses as the provider does."""

import pytest

from simulators.wecom_kf.codes import KfCodes
from simulators.wecom_kf.feed import BAD_CURSOR, STALE_TOKEN, TOO_OFTEN, WITHOUT_TOKEN, KfFeed
from simulators.wecom_kf.rights import CLOSED, SPENT, KfSendRight
from simulators.wecom_kf.sessions import ENDED_CODE, NOT_ALLOWED, WRONG_STATE, KfServiceState, KfSession

HOUR = 3600.0
DAY = 24 * HOUR


def test_a_message_gives_five_in_two_days_and_no_more() -> None:
    rights = KfSendRight()
    assert rights.take(0.0) == CLOSED
    rights.grant(0.0)
    assert [rights.take(1.0) for _ in range(6)] == [0, 0, 0, 0, 0, SPENT]
    rights.grant(2.0)
    assert rights.take(48 * HOUR) == 0
    assert rights.take(48 * HOUR + 2.0) == CLOSED


@pytest.mark.parametrize(
    ("before", "allowed"),
    [
        (
            KfServiceState.NEW,
            {KfServiceState.BOT, KfServiceState.QUEUED, KfServiceState.SERVED, KfServiceState.ENDED},
        ),
        (KfServiceState.BOT, {KfServiceState.QUEUED, KfServiceState.SERVED, KfServiceState.ENDED}),
        (KfServiceState.QUEUED, {KfServiceState.SERVED, KfServiceState.ENDED}),
        (KfServiceState.SERVED, {KfServiceState.SERVED, KfServiceState.ENDED}),
        (KfServiceState.ENDED, set()),
    ],
)
def test_the_api_changes_states_as_the_vendor_lists_it(
    before: KfServiceState, allowed: set[KfServiceState]
) -> None:
    for to in KfServiceState:
        session = KfSession(kept=before, wrote_at=0.0)
        assert session.change(to, "z", 1.0) == (0 if to in allowed else NOT_ALLOWED)
        assert session.kept is (to if to in allowed else before)


def test_a_session_begins_with_a_message_and_ends_after_two_days() -> None:
    session = KfSession()
    assert session.refusal(0.0) == ENDED_CODE
    session.wrote(0.0)
    assert session.state(1.0) is KfServiceState.NEW
    session.change(KfServiceState.SERVED, "z", 1.0)
    assert session.refusal(2.0) == WRONG_STATE
    session.wrote(3.0)
    assert session.state(4.0) is KfServiceState.SERVED, "a message changes nothing while somebody serves"
    assert session.state(3 * DAY) is KfServiceState.ENDED
    session.wrote(3 * DAY)
    assert session.state(3 * DAY) is KfServiceState.NEW


def test_a_feed_is_read_page_by_page_and_forgets_after_three_days() -> None:
    feed = KfFeed()
    for number in range(5):
        feed.add({"number": number}, now=number * DAY)
    token = feed.nudge_token(4 * DAY)
    first = feed.read("", token, 2, 4 * DAY)
    assert isinstance(first, dict)
    assert ([each["number"] for each in first["msg_list"]], first["has_more"]) == ([2, 3], 1)
    second = feed.read(first["next_cursor"], token, 2, 4 * DAY)
    assert isinstance(second, dict)
    assert ([each["number"] for each in second["msg_list"]], second["has_more"]) == ([4], 0)
    feed.empty_pages = 1
    empty = feed.read(first["next_cursor"], token, 2, 4 * DAY)
    assert isinstance(empty, dict)
    assert (empty["msg_list"], empty["has_more"]) == ([], 1)
    assert feed.read("unheard of", token, 2, 4 * DAY) == BAD_CURSOR


def test_a_token_frees_for_ten_minutes_and_without_one_it_is_rationed() -> None:
    feed = KfFeed()
    token = feed.nudge_token(0.0)
    assert isinstance(feed.read("", token, 9, 599.0), dict)
    assert feed.read("", token, 9, 601.0) == STALE_TOKEN
    asked = [feed.read("", "", 9, 1.0) for _ in range(WITHOUT_TOKEN + 1)]
    assert asked[-1] == TOO_OFTEN
    assert asked.count(TOO_OFTEN) == 1
    assert isinstance(feed.read("", "", 9, 62.0), dict)


def test_a_code_is_good_once_for_its_kinds_and_time() -> None:
    codes = KfCodes()
    welcome, queued = codes.give("anna", "welcome", 0.0), codes.give("anna", "queued", 0.0)
    assert codes.find(welcome, "image", 1.0) is None
    assert codes.find(queued, "msgmenu", 1.0) is None
    assert codes.find(queued, "text", 47 * HOUR) is not None
    assert codes.find(welcome, "msgmenu", 19.0) is not None
    assert codes.find(welcome, "msgmenu", 21.0) is None
    codes.use(queued)
    assert codes.find(queued, "text", 1.0) is None
