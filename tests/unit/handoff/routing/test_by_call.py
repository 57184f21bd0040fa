"""Calls on the board: a chat instead where nobody serves them, an agent lost sooner, what is owed."""

import pytest

from handoff.routing import capacity, instead, offers, presence, restoring, serving
from handoff.routing.advancing import advance
from handoff.routing.board import RoutingBoard
from handoff.routing.capacity import CHAT, FIVE_CHATS_OR_A_VIDEO, VIDEO, CapacityProfile
from handoff.routing.model import Agent, ReservationState, Task, TaskState
from handoff.routing.restoring import WrittenOffer
from tests.unit.handoff.routing import boards

CHATS = CapacityProfile({CHAT: FIVE_CHATS_OR_A_VIDEO.channels[CHAT]})


def board_of() -> RoutingBoard:
    return boards.board_of(instead_s={VIDEO: 60}, offer_s={}, wrap_s={})


def causes(board: RoutingBoard) -> list[str]:
    return [each.cause for each in board.take_events() if each.kind == "task.channel"]


def test_where_nobody_serves_it_a_chat_is_offered_at_the_next_look() -> None:
    board = board_of()
    boards.agent(board, "a0", profile=CHATS)
    task = boards.task(board, "t0", 0.0, channel=VIDEO)
    key = task.key
    assert boards.offers(board, 0.0) == {}
    advance(board, 19.0)
    assert boards.offers(board, 19.0) == {}
    advance(board, 20.0)
    assert (task.channel, task.key, causes(board)) == (CHAT, key, [instead.NOBODY])
    assert boards.offers(board, 20.0) == {"t0": "a0"}


def test_who_is_busy_is_waited_for_but_not_for_ever() -> None:
    board = board_of()
    boards.agent(board, "a0", profile=FIVE_CHATS_OR_A_VIDEO)
    boards.task(board, "t0", 0.0, channel=VIDEO)
    boards.take(board, 0.0)
    task = boards.task(board, "t1", 5.0, channel=VIDEO)
    for now in (25.0, 45.0):
        advance(board, now)
        assert task.channel == VIDEO
    advance(board, 65.0)
    assert (task.channel, causes(board)) == (CHAT, [instead.TOO_LONG])


def test_an_offer_that_is_open_is_left_to_be_answered() -> None:
    board = board_of()
    boards.agent(board, "a0", profile=FIVE_CHATS_OR_A_VIDEO)
    task = boards.task(board, "t0", 0.0, channel=VIDEO)
    (made,) = offers.make_offers(board, 0.0)
    for now in (20.0, 40.0, 60.0, 80.0):
        board.agent("a0").heartbeat_at = now
        advance(board, now)
    assert (task.state, task.channel) == (TaskState.OFFERED, VIDEO)
    offers.accept(board, made.id, "a0", 81.0)
    advance(board, 300.0)
    assert causes(board) == []


@pytest.mark.parametrize(("channel", "lost_at"), [(CHAT, 45.0), (VIDEO, 15.0)])
def test_an_agent_with_a_call_in_hand_is_lost_sooner(channel: str, lost_at: float) -> None:
    board = board_of()
    boards.agent(board, "a0", profile=FIVE_CHATS_OR_A_VIDEO)
    presence.watch_heartbeats(board, board.agent("a0"))
    task = boards.task(board, "t0", 0.0, channel=channel)
    boards.take(board, 0.0)
    offers.replied(board, "t0")
    presence.watch_heartbeats(board, board.agent("a0"))
    advance(board, lost_at - 0.5)
    assert task.state is TaskState.ASSIGNED
    advance(board, lost_at)
    assert (task.state, task.returned, task.channel) == (TaskState.QUEUED, True, channel)
    assert not board.agent("a0").routable, "nothing is offered to who is not heard"


def held(board: RoutingBoard, agent: Agent, name: str, channel: str, cost: int) -> Task:
    task = Task(id=name, queue=board.queues["q"], channel=channel, state=TaskState.ASSIGNED)
    written = WrittenOffer(agent.id, ReservationState.ACCEPTED, 0.0, cost, accepted_at=0.0, replied=True)
    restoring.restore_task(board, task, written, {}, 0.0)
    return task


def test_a_call_that_did_not_fit_keeps_new_work_away_until_it_is_over() -> None:
    board = board_of()
    agent = boards.agent(board, "a0", profile=FIVE_CHATS_OR_A_VIDEO)
    for name in ("c0", "c1"):
        held(board, agent, name, CHAT, 20)
    call = held(board, agent, "v0", VIDEO, 60)
    assert (agent.load.used, agent.load.owed) == (100, 40)
    boards.done(board, "c0", 1.0)
    boards.done(board, "c1", 1.0)
    assert not capacity.has_room(agent.profile, agent.load, CHAT), "a call takes all, however little was left"
    assert restoring.forget_task(board, "v0") is call
    assert (agent.load.used, agent.load.owed) == (0, 0)
    assert capacity.has_room(agent.profile, agent.load, CHAT)


def test_wrapping_up_takes_no_more_than_there_is_nor_asks_a_profile_for_a_call_it_lacks() -> None:
    board = boards.board_of(wrap_s={VIDEO: 120})
    agent = boards.agent(board, "a0", profile=FIVE_CHATS_OR_A_VIDEO)
    held(board, agent, "c0", CHAT, 20)
    held(board, agent, "v0", VIDEO, 80)
    serving.complete(board, "v0", 1.0)
    assert (agent.load.used, agent.load.owed) == (100, 0)
    other = boards.agent(board, "a1", profile=CHATS)
    held(board, other, "v1", VIDEO, 60)
    serving.complete(board, "v1", 1.0)
    assert other.load.used == 60
    held(board, other, "v2", VIDEO, 40)
    presence.lose(board, other, 2.0)
    assert board.tasks["v2"].state is TaskState.QUEUED, "a call is given to others whoever had it"
