"""The visitor who asks: against a hub that refuses, apologises, breaks off, or is none."""

import asyncio
from http import HTTPStatus

import pytest
from websockets.asyncio.server import ServerConnection, serve
from websockets.http11 import Request, Response

from hub.errors import BadInput, NotAllowed, Unavailable, YuanqiaoError
from tests.support.ports import free_port
from tests.unit.asking.desk import TOKEN, VISITOR, Desk, Frame, hub, text
from yuanqiao.asking import visitor as visitors
from yuanqiao.asking.visitor import Visitor, ask_all


def kinds(heard: list[Frame]) -> list[str]:
    return [frame["type"] for frame in heard]


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """A visitor who waits a hundredth of the usual."""
    monkeypatch.setattr(visitors, "LONGEST_BACK_OFF_S", 0.01)
    monkeypatch.setattr(visitors, "NEW_VISITORS_WAIT_S", 0.01)
    monkeypatch.setattr(visitors, "CLOSE_S", 0.2)


async def test_asks_hears_and_ends_the_conversation() -> None:
    async def hear(desk: Desk, frame: Frame) -> None:
        if frame["type"] == "send":
            await desk.ack(frame)
            await desk.tell(2, text("请挂失。"))

    heard: list[Frame] = []
    async with hub(hear, heard) as url:
        visitor = Visitor(url, patience_s=5)
        found = await visitor.ask("卡丢了")
        await visitor.ask("怎么补卡")
        await visitor.leave()
    assert [segment.text for segment in found.segments if segment.type == "text"] == ["请挂失。"]
    assert (found.visitor, found.conversation, found.seq, found.answer_seq) == (VISITOR, 1, 1, 2)
    assert found.ms > 0
    assert kinds(heard) == ["hello", "send", "close", "send", "close"], "one socket, two conversations"
    assert heard[1]["segments"] == [text("卡丢了")]


async def test_what_is_refused_for_the_rate_is_asked_again_when_the_hub_says_so() -> None:
    refused: list[str] = []

    async def hear(desk: Desk, frame: Frame) -> None:
        if frame["type"] == "send" and len(refused) < 2:
            refused.append(frame["id"])
            await desk.say(type="refused", id=frame["id"], code="too_many", retry_after_s=0.1, detail="")
        elif frame["type"] == "send":
            await desk.ack(frame)
            await desk.tell(2, text("好。"))

    begun = asyncio.get_running_loop().time()
    heard: list[Frame] = []
    async with hub(hear, heard) as url:
        found = await Visitor(url, patience_s=5).ask("卡丢了")
    assert found.refused == 2
    assert asyncio.get_running_loop().time() - begun >= 0.2
    assert found.ms < 150, "the time runs from the words that were taken"
    assert len({frame["id"] for frame in heard if frame["type"] == "send"}) == 1, "always the same message"


async def test_what_the_hub_will_not_take_is_not_sent_again() -> None:
    async def hear(desk: Desk, frame: Frame) -> None:
        if frame["type"] == "send":
            await desk.say(type="refused", id=frame["id"], code="too_large", retry_after_s=2.0, detail="")

    heard: list[Frame] = []
    async with hub(hear, heard) as url:
        found = await Visitor(url, patience_s=5).ask("卡" * 3000)
    assert found.refusal == "refused: too_large"
    assert found.segments == ()
    assert kinds(heard) == ["hello", "send"]


async def test_an_apology_is_not_the_answer() -> None:
    async def hear(desk: Desk, frame: Frame) -> None:
        if frame["type"] == "send":
            await desk.ack(frame)
            await desk.tell(2, {"type": "notice", "code": "late", "text": "请稍候。"}, author="system")
            await desk.tell(3, text("请挂失。"))

    async with hub(hear, []) as url:
        found = await Visitor(url, patience_s=5).ask("卡丢了")
    assert found.late
    assert found.answer_seq == 3


async def test_the_last_apology_ends_the_waiting() -> None:
    async def hear(desk: Desk, frame: Frame) -> None:
        if frame["type"] == "send":
            await desk.ack(frame)
            await desk.tell(2, {"type": "notice", "code": "failed", "text": "很抱歉。"}, author="system")

    async with hub(hear, []) as url:
        found = await Visitor(url, patience_s=5).ask("卡丢了")
    assert [segment.type for segment in found.segments] == ["notice"]


async def test_silence_ends_and_the_next_question_comes_from_somebody_else() -> None:
    async def hear(desk: Desk, frame: Frame) -> None:
        if frame["type"] == "send":
            await desk.ack(frame)

    heard: list[Frame] = []
    async with hub(hear, heard) as url:
        visitor = Visitor(url, patience_s=0.2)
        found = await visitor.ask("卡丢了")
        await visitor.ask("怎么补卡")
    assert found.refusal == "no answer within 0.2 s"
    assert [frame["token"] for frame in heard if frame["type"] == "hello"] == [None, None]


async def test_a_broken_connection_is_taken_up_again() -> None:
    broken: list[bool] = []

    async def hear(desk: Desk, frame: Frame) -> None:
        if frame["type"] == "send" and not broken:
            broken.append(True)
            await desk.ack(frame)
            await asyncio.sleep(0.3)
            await desk.connection.close(1012)
        elif frame["type"] == "send":
            await desk.tell(2, text("请挂失。"))
            await desk.ack(frame)

    heard: list[Frame] = []
    async with hub(hear, heard) as url:
        found = await Visitor(url, patience_s=5).ask("卡丢了")
    assert found.answer_seq == 2
    again = [frame for frame in heard if frame["type"] == "hello"][1]
    assert again["token"] == TOKEN
    assert again["after"] == {"conversation": 1, "seq": 1}
    assert found.ms >= 300, "whoever sends again has waited since the first time"
    assert len({frame["id"] for frame in heard if frame["type"] == "send"}) == 1


async def test_too_many_new_visitors_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitors, "NEW_VISITORS_WAIT_S", 0.3)
    turned_away: list[bool] = []

    async def hear(desk: Desk, frame: Frame) -> None:
        if frame["type"] == "send" and not turned_away:
            turned_away.append(True)
            await desk.connection.close(4429, "too_many")
        elif frame["type"] == "send":
            await desk.ack(frame)
            await desk.tell(2, text("好。"))

    begun = asyncio.get_running_loop().time()
    async with hub(hear, []) as url:
        found = await Visitor(url, patience_s=5).ask("卡丢了")
    assert found.answer_seq == 2
    assert asyncio.get_running_loop().time() - begun >= 0.3


async def test_many_ask_at_once_and_each_gets_its_own_answer() -> None:
    async def hear(desk: Desk, frame: Frame) -> None:
        if frame["type"] == "send":
            words = frame["segments"][0]["text"]
            await desk.ack(frame)
            await asyncio.sleep(0.01 * (int(words) % 3))
            await desk.tell(2, text(f"答 {words}"))

    done: list[int] = []
    heard: list[Frame] = []
    async with hub(hear, heard) as url:
        questions = [str(number) for number in range(50)]
        found = await ask_all(
            url, questions, visitors=2, patience_s=5, progress=lambda: done.append(len(done))
        )
    assert [each.segments[0].text for each in found if each.segments[0].type == "text"] == [
        f"答 {number}" for number in range(50)
    ]
    assert len(done) == 50
    assert kinds(heard).count("hello") >= 3, "after a while a new visitor comes"


@pytest.mark.parametrize("url", ["", "here", "ftp://127.0.0.1", "http://"])
async def test_what_is_no_address_is_said(url: str) -> None:
    with pytest.raises(BadInput, match="no address of a hub"):
        Visitor(url, patience_s=5)


async def test_no_hub_is_said() -> None:
    url = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(Unavailable, match="no hub answers"):
        await ask_all(url, ["卡丢了"] * 5, visitors=3, patience_s=5, progress=lambda: None)


@pytest.mark.parametrize(
    ("status", "kind", "words"),
    [
        (HTTPStatus.FORBIDDEN, NotAllowed, "YUANQIAO_PUBLIC_URL"),
        (HTTPStatus.NOT_FOUND, Unavailable, "is no hub"),
    ],
)
async def test_what_answers_but_is_no_hub_is_said(
    status: HTTPStatus, kind: type[YuanqiaoError], words: str
) -> None:
    def turn_away(connection: ServerConnection, _request: Request) -> Response:
        return connection.respond(status, "no\n")

    async def never(_connection: ServerConnection) -> None:
        raise AssertionError("nobody was let in")

    port = free_port()
    async with serve(never, "127.0.0.1", port, process_request=turn_away):
        with pytest.raises(kind, match=words):
            await Visitor(f"http://127.0.0.1:{port}", patience_s=5).ask("卡丢了")
