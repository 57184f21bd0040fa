"""Offers, presence, transfers, stickiness, hours: each rule by itself, on a clock of its own."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from handoff.routing import hours, offers, presence, serving, stickiness, tasks
from handoff.routing.advancing import advance
from handoff.routing.calendars import Calendar
from handoff.routing.explaining import ChoiceRule, RemovalReason
from handoff.routing.model import Queue, Skill, Sticky, StickyMode, SystemStatus, TaskState
from hub.errors import Conflict, NotAllowed
from tests.unit.handoff.routing import boards

ZONE = ZoneInfo("Asia/Shanghai")
OFFICE = ((time(9), time(17)),)


def test_an_unanswered_offer_goes_to_the_next_and_two_silence_an_agent() -> None:
    board = boards.board_of()
    silent = boards.agent(board, "a0")
    boards.task(board, "t0", 0.0)
    (made,) = offers.make_offers(board, 0.0)
    boards.agent(board, "a1", 1.0)
    advance(board, 20.0)
    assert boards.offers(board, 20.0) == {"t0": "a1"}
    with pytest.raises(Conflict) as gone:
        offers.accept(board, made.id, "a0", 20.0)
    assert gone.value.fields["reason"] == "gone"
    presence.set_status(board, "a1", "break", 20.0)
    boards.task(board, "t1", 20.0)
    assert boards.offers(board, 20.0) == {"t1": "a0"}
    advance(board, 41.0)
    assert silent.system_status is SystemStatus.NOT_RESPONDING
    boards.task(board, "t2", 41.0)
    assert "t2" not in boards.offers(board, 41.0)
    offers.clear_system_status(board, "a0", 42.0)
    assert boards.offers(board, 42.0)["t2"] == "a0"


def test_who_declined_is_not_offered_it_again_for_a_while_and_the_only_one_for_less() -> None:
    board = boards.board_of(offer_s={})
    boards.agent(board, "a0")
    boards.task(board, "t0", 0.0)
    (made,) = offers.make_offers(board, 0.0)
    with pytest.raises(NotAllowed):
        offers.decline(board, made.id, "a1", 1.0, "busy")
    with pytest.raises(Conflict):
        offers.decline(board, made.id, "a0", 1.0, "")
    offers.decline(board, made.id, "a0", 1.0, "busy")
    for now, expected in ((30.9, {}), (31.0, {"t0": "a0"})):
        advance(board, now)
        assert boards.offers(board, now) == expected


def test_an_accepted_task_that_nobody_answers_goes_back() -> None:
    board = boards.board_of()
    boards.agent(board, "a0")
    boards.agent(board, "a1")
    task = boards.task(board, "t0", 0.0)
    boards.take(board, 0.0)
    advance(board, 120.0)
    assert task.state is TaskState.QUEUED
    assert boards.offers(board, 120.0) == {"t0": "a1"}


def test_a_lost_agents_work_goes_back_to_its_place_and_offers_at_once() -> None:
    board = boards.board_of(reply_s={}, ramp_s=0.0)
    boards.agent(board, "a0")
    presence.heartbeat(board, "a0", 0.0)
    presence.lose(board, board.agent("a0"), 0.0)
    presence.heartbeat(board, "a0", 0.0)
    owned = boards.task(board, "t0", 0.0)
    boards.take(board, 0.0)
    advance(board, 10.0)
    offered = boards.task(board, "t1", 10.0)
    assert boards.offers(board, 10.0) == {"t1": "a0"}
    advance(board, 25.0)
    assert (owned.state, offered.state) == (TaskState.ASSIGNED, TaskState.QUEUED)
    advance(board, 45.0)
    assert owned.state is TaskState.QUEUED
    boards.agent(board, "a1", 46.0)
    assert list(boards.offers(board, 46.0)) == ["t0", "t1"]


def test_a_status_chosen_during_work_waits_for_its_end() -> None:
    board = boards.board_of()
    one = boards.agent(board, "a0")
    boards.task(board, "t0", 0.0)
    boards.take(board, 0.0)
    presence.set_status(board, "a0", "lunch", 5.0)
    boards.task(board, "t1", 6.0)
    assert boards.offers(board, 6.0) == {}
    assert one.status == "available"
    boards.done(board, "t0", 9.0)
    assert one.status == "lunch"


def test_a_transfer_does_not_come_back_to_its_sender_and_ends_at_five() -> None:
    board = boards.board_of(Queue("q"), Queue("r"), reply_s={})
    boards.agent(board, "a0")
    boards.agent(board, "a1", 1.0)
    boards.task(board, "t0", 2.0)
    for number in range(5):
        (made,) = boards.take(board, 2.0)
        assert made.agent.id == f"a{number % 2}"
        tasks.transfer(board, "t0", 2.0, queue="r")
    boards.take(board, 2.0)
    with pytest.raises(Conflict, match="too many"):
        tasks.transfer(board, "t0", 2.0, queue="q")


def test_a_manager_is_met_again_waited_for_or_skipped() -> None:
    board = boards.board_of(offer_s={}, reply_s={})
    boards.agent(board, "other")
    boards.agent(board, "manager", 1.0)
    boards.task(board, "t0", 2.0, sticky=Sticky(("manager",)))
    (made,) = boards.take(board, 2.0)
    assert (made.agent.id, made.why.rule) == ("manager", ChoiceRule.STICKY)
    presence.set_status(board, "manager", "lunch", 3.0)
    boards.task(board, "t1", 3.0, sticky=Sticky(("manager",)))
    assert boards.offers(board, 3.0) == {"t1": "other"}, "away: skipped at once"
    kept = boards.task(board, "t2", 4.0, sticky=Sticky(("manager",), StickyMode.REQUIRE))
    advance(board, 900.0)
    assert boards.offers(board, 900.0) == {}
    stickiness.choose_another(board, kept, 901.0)
    assert boards.offers(board, 901.0) == {"t2": "other"}


def test_on_hold_the_slot_is_free_and_the_customer_comes_back_to_it() -> None:
    board = boards.board_of(offer_s={}, reply_s={})
    one = boards.agent(board, "a0")
    for number in range(5):
        boards.task(board, f"t{number}", 0.0)
    while boards.take(board, 0.0):
        pass
    assert one.load.used == 50
    serving.hold(board, "t0", 1.0)
    assert one.load.used == 42
    boards.task(board, "t5", 2.0)
    boards.take(board, 2.0)
    assert serving.customer_spoke(board, "t0", 3.0) is TaskState.QUEUED, "no room: back to the queue"
    boards.done(board, "t1", 4.0)
    (made,) = boards.take(board, 4.0)
    assert (made.task.id, made.agent.id) == ("t0", "a0")


def test_a_licence_that_runs_out_ends_the_offers_that_need_it() -> None:
    board = boards.board_of()
    boards.agent(board, "a0", skills={"funds": Skill(3, valid_until=100.0)})
    advance(board, 100.0)
    boards.task(board, "t0", 100.0, needs={"funds": 1})
    assert boards.offers(board, 100.0) == {}


def test_an_explanation_says_what_removed_whom() -> None:
    board = boards.board_of()
    boards.agent(board, "able", skills={"funds": 3})
    boards.agent(board, "unable")
    boards.agent(board, "away", skills={"funds": 3})
    presence.set_status(board, "away", "offline", 0.0)
    boards.task(board, "t0", 5.0, needs={"funds": 2})
    (made,) = offers.make_offers(board, 7.0)
    told = made.why.in_words([agent.id for agent in board.agents])
    assert told["candidates"] == ["able"]
    assert told["removed"] == {
        "unable": RemovalReason.REQUIREMENT.value,
        "away": RemovalReason.NOT_STAFFED.value,
    }
    assert (told["rule"], told["waited_s"]) == ("only_one", 2.0)


def test_hours_holidays_and_moved_workdays() -> None:
    week = dict.fromkeys(range(5), OFFICE)
    calendar = Calendar(ZONE, week, frozenset({date(2026, 10, 1)}), frozenset({date(2026, 10, 10)}))

    def at(day: int, hour: int) -> float:
        return _moment(2026, 10, day, hour)

    assert [calendar.is_open(at(day, 10)) for day in (1, 2, 3, 10, 11)] == [False, True, False, True, False]
    assert not calendar.is_open(at(2, 17))
    assert calendar.next_change(at(2, 10)) == at(2, 17)
    assert calendar.next_change(at(2, 18)) == at(5, 9)


def test_a_closed_queue_drains_and_then_takes_messages() -> None:
    calendar = Calendar(ZONE, dict.fromkeys(range(5), OFFICE))
    board = boards.board_of(Queue("q", calendar=calendar))
    opens, closes = _moment(2026, 10, 12, 10), _moment(2026, 10, 12, 17)
    hours.watch_hours(board, opens)
    early = boards.task(board, "t0", opens)
    advance(board, closes)
    late, urgent = boards.task(board, "t1", closes), boards.task(board, "t2", closes, tier=0)
    assert (early.state, late.state) == (TaskState.QUEUED, TaskState.LEFT_MESSAGE)
    advance(board, closes + 900)
    assert (early.state, urgent.state) == (TaskState.LEFT_MESSAGE, TaskState.QUEUED)


def test_a_full_queue_leads_to_another_or_to_a_message() -> None:
    board = boards.board_of(Queue("q", max_waiting=1, overflow_to="r"), Queue("r", max_waiting=1))
    made = [boards.task(board, f"t{number}", 0.0, queue="q") for number in range(3)]
    assert [task.queue.id for task in made[:2]] == ["q", "r"]
    assert made[2].state is TaskState.LEFT_MESSAGE


def test_an_agent_who_comes_to_a_backlog_gets_one_offer_every_two_seconds() -> None:
    board = boards.board_of(offer_s={}, reply_s={})
    for number in range(3):
        boards.task(board, f"t{number}", 0.0)
    boards.agent(board, "a0", 10.0)
    counts = []
    for now in (10.0, 11.0, 12.0, 14.0):
        advance(board, now)
        counts.append(len(boards.take(board, now)))
    assert counts == [1, 0, 1, 1]


def test_a_supervisor_may_go_one_beyond_the_limit_and_no_further() -> None:
    board = boards.board_of(offer_s={}, reply_s={})
    boards.agent(board, "a0")
    for number in range(7):
        boards.task(board, f"t{number}", 0.0)
    while boards.take(board, 0.0):
        pass
    assert offers.assign(board, "t5", "a0", 1.0).beyond == 1
    with pytest.raises(Conflict):
        offers.assign(board, "t6", "a0", 1.0)


def _moment(year: int, month: int, day: int, hour: int) -> float:
    return datetime(year, month, day, hour, tzinfo=ZONE).timestamp()
