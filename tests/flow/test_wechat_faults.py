"""What goes wrong at the provider: every message is answered, or visibly kept; nobody is answered twice."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from connectors.kit import answering
from connectors.kit.store.schema import channel_customer
from connectors.kit.weixin import intake
from hub.store.schema import dead_letter, message, outbox
from simulators.weixin.faults import WeixinFault
from tests.flow.test_wechat import SEND, picture, say_as_agent
from tests.support.bot import TestBot, after, done
from tests.support.house import House
from tests.support.looking import rows
from tests.support.migrated import migrated_file
from tests.support.waiting import eventually
from tests.support.weixin import Phone, served_wechat

TOKEN = "/cgi-bin/stable_token"
TEMPLATE = """\
    passive_replies: false
    template:
      id: ngqIpbwh8bUfcSsECmogfXcV14J0tQlEpBO27izEYtY
      data: {thing1: 您有一条新回复，请回复任意内容查看}
"""
ACTIVE = "    passive_replies: false\n"


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """SQLite alone: what goes wrong here is not the database."""
    return migrated_file(tmp_path / "yuanqiao.db")


@pytest.fixture
async def active(
    database_url: str, tmp_path: Path, bot: TestBot, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[House, Phone]]:
    """An account that answers by the API alone."""
    async with served_wechat(database_url, tmp_path, bot, monkeypatch, ACTIVE) as both:
        yield both


def sends(phone: Phone) -> int:
    return [path for path, _ in phone.provider.calls].count(SEND)


@pytest.mark.parametrize(
    "fault",
    [WeixinFault("status", 429, retry_after_s=1), WeixinFault("status", 502), WeixinFault("errcode", -1)],
    ids=["429", "502", "busy"],
)
async def test_what_is_refused_for_now_goes_later_and_once(
    active: tuple[House, Phone], fault: WeixinFault
) -> None:
    house, phone = active
    phone.provider.faults.add(SEND, fault, 2)
    await phone.say("怎么挂失")
    assert await phone.texts(1) == ["echo: 怎么挂失"]
    assert sends(phone) == 1
    await eventually(lambda: _waiting(house), [])
    assert await rows(house, dead_letter) == []


async def _waiting(house: House) -> list[str]:
    return [row.last_code for row in await rows(house, outbox)]


async def test_an_answer_whose_receipt_was_lost_may_come_once_more_and_is_never_lost(
    active: tuple[House, Phone],
) -> None:
    _, phone = active
    phone.provider.faults.add(SEND, WeixinFault("lost"))
    await phone.say("怎么挂失")
    assert await phone.texts(2) == ["echo: 怎么挂失"] * 2, "WeChat has no key to tell repeats by"
    await asyncio.sleep(1.5)
    assert len(phone.answers) == 2


async def test_a_token_that_expired_is_replaced_once(active: tuple[House, Phone]) -> None:
    _, phone = active
    await phone.say("一")
    await phone.texts(1)
    asked = phone.provider.tokens.asked
    phone.provider.tokens.expire()
    await phone.say("二")
    assert await phone.texts(2) == ["echo: 一", "echo: 二"]
    assert phone.provider.tokens.asked == asked + 1


async def test_a_provider_that_refuses_every_token_is_not_asked_in_a_loop(
    active: tuple[House, Phone],
) -> None:
    house, phone = active
    await phone.say("一")
    await phone.texts(1)
    asked = phone.provider.tokens.asked
    phone.provider.faults.add(SEND, WeixinFault("errcode", 40001), 100)
    await phone.say("二")
    await eventually(lambda: _waiting(house), ["weixin_40001"])
    await asyncio.sleep(2.5)
    assert phone.provider.tokens.asked <= asked + 1
    assert len(await rows(house, outbox)) == 1, "kept"
    phone.provider.faults.clear()


async def test_a_closed_window_asks_the_customer_to_write_and_loses_nothing(
    database_url: str, tmp_path: Path, bot: TestBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with served_wechat(database_url, tmp_path, bot, monkeypatch, TEMPLATE) as (house, phone):
        await phone.say("在吗")
        await phone.texts(1)
        await phone.do("days", count=3)
        await say_as_agent(house, "审批通过了", "请来签字")
        await phone.texts(2)
        assert phone.answers[1]["lines"] == ["您有一条新回复，请回复任意内容查看"]
        await eventually(lambda: _waiting(house), ["weixin_45015", None])
        await phone.say("看看")
        texts = await phone.texts(5)
        assert texts[2:] == ["审批通过了", "请来签字", "echo: 看看"]
        assert texts.count("notice") == 1


async def test_who_left_gets_nothing_more_until_they_are_back(active: tuple[House, Phone]) -> None:
    house, phone = active
    await phone.say("在吗")
    await phone.texts(1)
    await phone.do("leave")

    async def away() -> list[str | None]:
        return [row.unreachable_code for row in await rows(house, channel_customer)]

    await eventually(away, ["unfollowed"])
    before = sends(phone)
    await say_as_agent(house, "还在吗")
    await eventually(lambda: _letters(house), ["unfollowed"])
    assert sends(phone) == before, "the provider is not asked"
    await phone.do("follow")
    await eventually(away, [None])


async def _letters(house: House) -> list[str]:
    return [row.code for row in await rows(house, dead_letter)]


async def test_a_refusal_marks_whom_the_account_cannot_reach(active: tuple[House, Phone]) -> None:
    house, phone = active
    phone.provider.faults.add(SEND, WeixinFault("errcode", 43004))
    await phone.say("在吗")
    await eventually(lambda: _letters(house), ["weixin_43004"])
    (row,) = await rows(house, channel_customer)
    assert row.unreachable_code == "weixin_43004"
    await phone.say("还在吗")
    assert await phone.texts(1) == ["echo: 还在吗"], "who writes is there again"


async def test_a_reply_that_the_provider_did_not_hear_comes_again_and_is_shown_once(
    database_url: str, tmp_path: Path, bot: TestBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "AGAIN_AFTER_S", 0.8)
    async with served_wechat(database_url, tmp_path, bot, monkeypatch) as (house, phone):
        phone.pusher.patience_s = 1.0
        phone.provider.faults.add("callback", WeixinFault("lost"))
        await phone.say("怎么挂失")
        assert await phone.texts(1) == ["echo: 怎么挂失"]
        await asyncio.sleep(0.5)
        assert len(phone.answers) == 1
        assert len(bot.asks) == 1
        assert phone.failures == []
        assert await rows(house, outbox) == []


async def test_who_hangs_up_gets_the_answer_by_the_api(
    database_url: str, tmp_path: Path, bot: TestBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with served_wechat(database_url, tmp_path, bot, monkeypatch) as (_, phone):
        bot.answer = after(1.0)
        phone.pusher.patience_s = 0.5
        await phone.say("怎么挂失")
        assert await phone.texts(1) == ["echo: 怎么挂失"]
        await asyncio.sleep(0.5)
        assert [each["by"] for each in phone.answers] == ["custom"]


async def test_a_picture_that_is_not_given_is_told_in_words(
    active: tuple[House, Phone], bot: TestBot
) -> None:
    _, phone = active
    phone.provider.faults.add("/cgi-bin/media/get", WeixinFault("errcode", 40007))
    await phone.send_picture(picture())
    await phone.texts(1)
    assert bot.asks[0]["input"]["text"].startswith("[图片]")


async def test_what_the_provider_forgot_is_uploaded_again(active: tuple[House, Phone], bot: TestBot) -> None:
    house, phone = active
    await phone.send_picture(picture())
    await phone.texts(1)
    media = (await rows(house, message))[0].segments[0]["media"]

    async def show(ask: dict[str, object]) -> tuple[int, object]:
        return 200, done(ask, {"type": "image", "media": media})

    bot.answer = show
    await phone.say("看图")
    await phone.texts(2)
    phone.provider.media.clear()
    await phone.say("再看")
    assert (await phone.texts(3))[2] == "image"


async def test_no_token_is_no_reason_to_lose_anything(active: tuple[House, Phone]) -> None:
    _, phone = active
    phone.provider.faults.add(TOKEN, WeixinFault("errcode", -1))
    await phone.say("怎么挂失")
    assert await phone.texts(1) == ["echo: 怎么挂失"]


async def test_a_picture_that_takes_too_long_is_called_for_again_and_then_told_in_words(
    active: tuple[House, Phone], bot: TestBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, phone = active
    monkeypatch.setattr(intake, "FETCH_WITHIN_S", 0.2)
    phone.pusher.patience_s = 0.5
    phone.provider.faults.add("/cgi-bin/media/get", WeixinFault("silence"))
    monkeypatch.setattr(intake, "GIVE_UP_FETCHING_S", 1.1)
    await phone.send_picture(picture())
    await phone.texts(1)
    assert bot.asks[0]["input"]["text"].startswith("[图片]")
    assert phone.failures == []
