"""The customer who has a whole conversation: against a hub that says much, little, or breaks off."""

import asyncio

import pytest

from hub.errors import BadInput, Unavailable
from tests.support.ports import free_port
from tests.unit.asking.desk import HOTLINE, TOKEN, Desk, Frame, hub, text
from yuanqiao.asking import customer as customers
from yuanqiao.asking.customer import BankReply, Customer

NOTICE = {"type": "notice", "code": "late", "text": "请稍候。"}
QUIET_S = 0.15


class Clerk:
    """Numbers what is said, takes every message, and answers with what a test names."""

    def __init__(self, *answers: list[Frame]) -> None:
        self.answers = list(answers)
        self.heard: list[Frame] = []
        self.seq = 0

    async def hear(self, desk: Desk, frame: Frame) -> None:
        """Takes a message and says the next answer."""
        if frame["type"] != "send":
            return
        await self.take(desk, frame)
        for segment in self.answers.pop(0) if self.answers else []:
            await self.tell(desk, segment)

    async def take(self, desk: Desk, frame: Frame) -> None:
        """Says that a message is stored."""
        self.seq += 1
        await desk.say(type="ack", id=frame["id"], conversation=1, seq=self.seq)

    async def tell(self, desk: Desk, segment: Frame) -> None:
        """Says one thing."""
        self.seq += 1
        await desk.tell(self.seq, segment)


def words(heard: BankReply) -> list[str]:
    return [segment.words() for segment in heard.segments]


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(customers, "LONGEST_BACK_OFF_S", 0.01)
    monkeypatch.setattr(customers, "CLOSE_S", 0.2)


def somebody(url: str, patience_s: float = 5) -> Customer:
    return Customer(url, patience_s=patience_s, quiet_s=QUIET_S)


async def test_hears_all_that_is_said_turn_by_turn_in_one_conversation() -> None:
    clerk = Clerk([text("请挂失。"), text("已转人工。")], [text("好的。")])
    async with hub(clerk.hear, clerk.heard) as url:
        customer = somebody(url)
        first = await customer.say(["卡丢了"])
        second = await customer.say(["谢谢"])
        await customer.end()
        await customer.leave()
    assert words(first) == ["请挂失。", "已转人工。"]
    assert words(second) == ["好的。"], "what was said before is not heard again"
    assert customer.hotline == HOTLINE
    assert [frame["type"] for frame in clerk.heard] == ["hello", "send", "send", "close"]


async def test_what_comes_late_is_waited_for_while_the_bank_types() -> None:
    clerk = Clerk()

    async def hear(desk: Desk, frame: Frame) -> None:
        if frame["type"] == "send":
            await clerk.take(desk, frame)
            await clerk.tell(desk, text("请先冻结。"))
            await desk.say(type="event", event="typing", conversation=1, seq=1)
            await asyncio.sleep(3 * QUIET_S)
            await clerk.tell(desk, text("步骤如下。"))

    async with hub(hear, []) as url:
        heard = await somebody(url).say(["卡丢了"])
    assert words(heard) == ["请先冻结。", "步骤如下。"]


async def test_an_apology_is_no_answer() -> None:
    clerk = Clerk()

    async def hear(desk: Desk, frame: Frame) -> None:
        if frame["type"] == "send":
            await clerk.take(desk, frame)
            await clerk.tell(desk, NOTICE)
            await asyncio.sleep(3 * QUIET_S)
            await clerk.tell(desk, text("请挂失。"))

    async with hub(hear, []) as url:
        heard = await somebody(url).say(["卡丢了"])
    assert words(heard) == ["请稍候。", "请挂失。"]


async def test_messages_go_out_together_and_all_are_waited_for() -> None:
    clerk = Clerk([text("已转人工。")], [], [text("账单在手机银行。")])
    async with hub(clerk.hear, clerk.heard) as url:
        heard = await somebody(url).say(["转人工", "在吗", "账单怎么查"], [0.01, 0.02])
    assert words(heard) == ["已转人工。", "账单在手机银行。"]
    sent = [frame["segments"][0]["text"] for frame in clerk.heard if frame["type"] == "send"]
    assert sent == ["转人工", "在吗", "账单怎么查"]


async def test_silence_ends_with_a_reason() -> None:
    clerk = Clerk()
    async with hub(clerk.hear, []) as url:
        heard = await somebody(url, patience_s=0.3).say(["卡丢了"])
    assert heard == BankReply((), "no answer within 0.3 s")


async def test_what_is_refused_is_sent_again_or_given_up() -> None:
    refused: list[str] = []
    clerk = Clerk([text("好。")])

    async def hear(desk: Desk, frame: Frame) -> None:
        if frame["type"] != "send":
            return
        if frame["segments"][0]["text"] == "太长":
            await desk.say(type="refused", id=frame["id"], code="too_large", retry_after_s=1.0, detail="")
        elif not refused:
            refused.append(frame["id"])
            await desk.say(type="refused", id=frame["id"], code="too_many", retry_after_s=0.1, detail="")
        else:
            assert frame["id"] == refused[0], "always the same message"
            await clerk.hear(desk, frame)

    async with hub(hear, []) as url:
        customer = somebody(url)
        assert words(await customer.say(["卡丢了"])) == ["好。"]
        assert (await customer.say(["太长"])).refusal == "refused: too_large"


async def test_a_broken_connection_is_taken_up_again() -> None:
    broken: list[bool] = []
    clerk = Clerk([text("请挂失。")])
    heard_frames: list[Frame] = []

    async def hear(desk: Desk, frame: Frame) -> None:
        if frame["type"] == "send" and not broken:
            broken.append(True)
            await desk.connection.close(1012)
        else:
            await clerk.hear(desk, frame)

    async with hub(hear, heard_frames) as url:
        assert words(await somebody(url).say(["卡丢了"])) == ["请挂失。"]
    assert [frame["token"] for frame in heard_frames if frame["type"] == "hello"] == [None, TOKEN]
    assert len({frame["id"] for frame in heard_frames if frame["type"] == "send"}) == 1


async def test_no_hub_and_no_address_are_said() -> None:
    with pytest.raises(Unavailable, match="no hub answers"):
        await somebody(f"http://127.0.0.1:{free_port()}").say(["卡丢了"])
    with pytest.raises(BadInput, match="no address of a hub"):
        somebody("here")
