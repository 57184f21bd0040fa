"""What a chat offers beyond messages: hot questions, suggestions, verdicts; none of them may break it."""

import asyncio
import uuid
from collections.abc import Sequence
from typing import Any

import pytest
from pydantic import ValidationError
from structlog.testing import capture_logs

from hub.errors import NotFound, StoreUnavailable, YuanqiaoError
from hub.ports import AnswerRating, Asker, HistoryPlace, Rating, RatingReason
from tests.unit.connectors.webchat.desk import Chat, Desk, FakeKnowledge, frames, hear, words

CARD = ["信用卡怎么还款", "信用卡额度", "信用卡年费"]


class SlowKnowledge(FakeKnowledge):
    """Searches only when it is told to, and remembers for what."""

    def __init__(self) -> None:
        super().__init__(questions=CARD)
        self.asked: list[str] = []
        self.may_answer = asyncio.Semaphore(0)

    async def suggest(self, begun: str, channel: str, limit: int) -> Sequence[str]:
        self.asked.append(begun)
        await self.may_answer.acquire()
        return await super().suggest(begun, channel, limit)


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def suggested(chat: Chat, number: int, text: str) -> list[dict[str, Any]]:
    at_once = await hear(chat, type="suggest", id=number, text=text)
    await settle()
    return at_once + frames(chat)


def rate(**more: Any) -> dict[str, Any]:
    return {"type": "rate", "id": str(uuid.uuid4()), "conversation": 1, "seq": 2, "verdict": "up"} | more


async def test_the_greeting_has_at_most_six_hot_questions() -> None:
    desk = Desk()
    desk.knowledge.questions = [f"问题 {n}" for n in range(9)]
    _, (welcome, _) = await desk.open()
    assert welcome["hot"] == [f"问题 {n}" for n in range(6)]


async def test_the_page_that_the_chat_is_opened_on_is_told() -> None:
    desk = Desk()
    chat, _ = await desk.open(page="/cards/loss")
    await desk.open()
    assert [each.page for each in desk.knowledge.askers if each] == ["/cards/loss", ""]
    assert desk.knowledge.askers[0] == Asker(chat.session.identity, "/cards/loss")
    with pytest.raises(ValidationError):
        desk.hello(page="/cards?token=1")


@pytest.mark.parametrize("error", [StoreUnavailable("as told"), RuntimeError("as told")])
async def test_without_the_knowledge_base_one_can_chat_all_the_same(error: Exception) -> None:
    desk = Desk()
    desk.knowledge.error = error
    with capture_logs() as logged:
        chat, (welcome, _) = await desk.open()
        answers = await suggested(chat, 1, "信用卡")
    assert welcome["hot"] == []
    assert answers == [{"type": "suggestions", "id": 1, "questions": []}]
    faults = [line["event"] for line in logged if line["log_level"] == "error"]
    expected = [] if isinstance(error, YuanqiaoError) else ["webchat.questions_broke"] * 2
    assert faults == expected, "only a fault of ours is worth a line"
    assert "信用卡" not in str(logged)
    assert [got["type"] for got in await hear(chat, **words())] == ["ack", "message"]


async def test_suggestions_go_on_from_what_was_begun() -> None:
    desk = Desk()
    desk.knowledge.questions = [*CARD, *(f"信用卡 {n}" for n in range(9)), "存款利率"]
    chat, _ = await desk.open()
    (answer,) = await suggested(chat, 7, "信用卡")
    assert answer == {"type": "suggestions", "id": 7, "questions": desk.knowledge.questions[:5]}
    (answer,) = await suggested(chat, 8, "没有的话")
    assert answer == {"type": "suggestions", "id": 8, "questions": []}


async def test_one_search_runs_and_only_the_newest_wish_waits() -> None:
    knowledge = SlowKnowledge()
    desk = Desk(knowledge)
    chat, _ = await desk.open()
    for number, text in enumerate(["信", "信用", "信用卡", "信用卡额"]):
        assert await suggested(chat, number, text) == []
    assert knowledge.asked == ["信"]
    assert [got["type"] for got in await hear(chat, **words())] == ["ack", "message"], "no message waits"
    knowledge.may_answer.release()
    await settle()
    assert knowledge.asked == ["信", "信用卡额"], "what was typed between is never searched"
    knowledge.may_answer.release()
    await settle()
    assert [(got["id"], got["questions"]) for got in frames(chat)] == [(0, CARD), (3, ["信用卡额度"])]


async def test_a_search_ends_with_its_socket() -> None:
    knowledge = SlowKnowledge()
    desk = Desk(knowledge)
    chat, _ = await desk.open()
    await suggested(chat, 1, "信用卡")
    await chat.leave()
    knowledge.may_answer.release()
    await settle()
    assert frames(chat) == []
    assert len(asyncio.all_tasks()) == 1


async def test_who_types_too_fast_gets_nothing_until_time_has_passed() -> None:
    desk = Desk()
    desk.knowledge.questions = CARD
    one, (welcome, _) = await desk.open()
    two, _ = await desk.open(token=welcome["token"])
    answers = [(await suggested(one if n % 2 else two, n, "信用卡"))[0]["questions"] for n in range(25)]
    assert answers == [CARD] * 20 + [[]] * 5, "both sockets of a visitor share the limit"
    desk.clock.turn(10)
    assert (await suggested(one, 99, "信用卡"))[0]["questions"] == CARD
    assert [got["type"] for got in await hear(one, **words())] == ["ack", "message"], "messages count apart"


async def test_a_verdict_is_handed_on_and_confirmed() -> None:
    desk = Desk()
    chat, _ = await desk.open()
    frame = rate(verdict="down", reason="outdated", comment="旧了")
    assert await hear(chat, **frame) == [{"type": "rated", "id": frame["id"]}]
    place = HistoryPlace(1, 2)
    assert desk.knowledge.rated == [
        Rating(chat.session.identity, place, AnswerRating.DOWN, RatingReason.OUTDATED, "旧了")
    ]


@pytest.mark.parametrize(
    ("error", "code"),
    [(NotFound("as told"), "bad_input"), (StoreUnavailable("as told"), "unavailable")],
)
async def test_a_verdict_that_was_not_stored_is_refused(error: Exception, code: str) -> None:
    desk = Desk()
    chat, _ = await desk.open()
    desk.knowledge.error = error
    frame = rate()
    (refused,) = await hear(chat, **frame)
    assert (refused["type"], refused["id"], refused["code"]) == ("refused", frame["id"], code)


@pytest.mark.parametrize(
    ("more", "code"),
    [({"comment": "好"}, "bad_input"), ({"verdict": "down", "comment": "长" * 201}, "too_large")],
)
async def test_a_verdict_that_cannot_be_kept_as_it_is_reaches_nobody(more: dict[str, str], code: str) -> None:
    desk = Desk()
    chat, _ = await desk.open()
    (refused,) = await hear(chat, **rate(**more))
    assert (refused["type"], refused["code"]) == ("refused", code)
    assert desk.knowledge.rated == []


async def test_verdicts_count_among_a_visitors_messages() -> None:
    desk = Desk()
    chat, _ = await desk.open()
    answers = [(await hear(chat, **rate()))[0] for _ in range(4)]
    assert [got["type"] for got in answers] == ["rated", "rated", "rated", "refused"]
    assert answers[3]["code"] == "too_many"
    assert answers[3]["retry_after_s"] > 0
