"""What goes wrong at WeCom: every message is answered, or visibly kept; nobody is answered twice."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from connectors.kit import answering
from connectors.kit.store.schema import channel_customer
from hub.store.schema import dead_letter, message, outbox
from simulators.weixin.faults import WeixinFault
from tests.flow.test_wechat import offer, picture, say_as_agent
from tests.flow.test_wecom import SEND, Served
from tests.support.bot import TestBot, done
from tests.support.house import House
from tests.support.looking import rows
from tests.support.migrated import migrated_file
from tests.support.waiting import eventually
from tests.support.wecom import MemberPhone, served_wecom

TOKEN = "/cgi-bin/gettoken"
ACTIVE = "    passive_replies: false\n"


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """SQLite alone: what goes wrong here is not the database."""
    return migrated_file(tmp_path / "yuanqiao.db")


@pytest.fixture
async def active(
    database_url: str, tmp_path: Path, bot: TestBot, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Served]:
    """An application that answers by the API alone."""
    async with served_wecom(database_url, tmp_path, bot, monkeypatch, ACTIVE) as both:
        yield both


def sends(phone: MemberPhone) -> int:
    return [path for path, _ in phone.provider.calls].count(SEND)


async def _waiting(house: House) -> list[str]:
    return [row.last_code for row in await rows(house, outbox)]


async def _letters(house: House) -> list[str]:
    return [row.code for row in await rows(house, dead_letter)]


async def _away(house: House) -> list[str | None]:
    return [row.unreachable_code for row in await rows(house, channel_customer)]


@pytest.mark.parametrize(
    "fault",
    [WeixinFault("status", 429, retry_after_s=1), WeixinFault("status", 502), WeixinFault("errcode", -1)],
    ids=["429", "502", "busy"],
)
async def test_what_is_refused_for_now_goes_later_and_once(active: Served, fault: WeixinFault) -> None:
    house, phone = active
    phone.provider.faults.add(SEND, fault, 2)
    await phone.say("怎么挂失")
    assert await phone.texts(1) == ["echo: 怎么挂失"]
    await eventually(lambda: _waiting(house), [])
    assert sends(phone) == 1
    assert await rows(house, dead_letter) == []


async def test_an_answer_whose_receipt_was_lost_comes_once(active: Served, bot: TestBot) -> None:
    house, phone = active
    phone.provider.faults.add(SEND, WeixinFault("lost"))
    await phone.say("怎么挂失")
    await phone.texts(1)
    await eventually(lambda: _waiting(house), [])
    assert sends(phone) == 2, "sent again, and dropped by WeCom"
    assert len(phone.answers) == 1
    bot.answer = offer
    phone.provider.faults.add(SEND, WeixinFault("lost"))
    await phone.say("年费")
    await phone.texts(2)
    await eventually(lambda: _waiting(house), [])
    assert (len(phone.answers), await _letters(house)) == (2, []), "a card as well, under its task"


async def test_two_honest_answers_of_the_same_words_are_two(active: Served) -> None:
    _, phone = active
    for count in (1, 2):
        await phone.say("怎么挂失")
        assert await phone.texts(count) == ["echo: 怎么挂失"] * count


async def test_a_token_that_expired_is_replaced_once(active: Served) -> None:
    _, phone = active
    await phone.say("一")
    await phone.texts(1)
    asked = phone.provider.tokens.asked
    phone.provider.tokens.expire()
    await phone.say("二")
    assert await phone.texts(2) == ["echo: 一", "echo: 二"]
    assert phone.provider.tokens.asked == asked + 1


async def test_no_token_is_no_reason_to_lose_anything(active: Served) -> None:
    _, phone = active
    phone.provider.faults.add(TOKEN, WeixinFault("errcode", -1))
    await phone.say("怎么挂失")
    assert await phone.texts(1) == ["echo: 怎么挂失"]


@pytest.mark.parametrize("code", [60020, 45009])
async def test_what_somebody_has_to_mend_is_kept(active: Served, code: int) -> None:
    house, phone = active
    phone.provider.faults.add(SEND, WeixinFault("errcode", code))
    await phone.say("怎么挂失")
    await eventually(lambda: _waiting(house), [f"weixin_{code}"])
    await asyncio.sleep(1.5)
    assert (sends(phone), await _letters(house)) == (0, []), "not tried again at once, and not lost"


async def test_who_is_nobody_to_the_application_is_marked_until_they_write(active: Served) -> None:
    house, phone = active
    phone.provider.faults.add(SEND, WeixinFault("errcode", 81013))
    await phone.say("在吗")
    await eventually(lambda: _letters(house), ["weixin_81013"])
    assert await _away(house) == ["weixin_81013"]
    await say_as_agent(house, "还在吗")
    await eventually(lambda: _letters(house), ["weixin_81013"] * 2)
    assert sends(phone) == 0, "WeCom is not asked"
    await phone.say("我在")
    assert await phone.texts(1) == ["echo: 我在"], "who writes is there again"


async def test_an_answer_of_nought_that_names_the_member_is_a_refusal(active: Served) -> None:
    house, phone = active
    await phone.do("licence", on=False)
    await phone.say("在吗")
    await eventually(lambda: _letters(house), ["wecom_unlicenseduser"])
    assert await _away(house) == ["wecom_unlicenseduser"]


async def test_who_left_gets_nothing_more_until_they_are_back(active: Served) -> None:
    house, phone = active
    await phone.say("在吗")
    await phone.texts(1)
    await phone.do("leave")
    await eventually(lambda: _away(house), ["unfollowed"])
    await phone.do("follow")
    await eventually(lambda: _away(house), [None])


async def test_more_than_wecom_lets_through_waits_and_nothing_is_dropped(active: Served) -> None:
    house, phone = active
    await phone.say("在吗")
    await phone.texts(1)
    await say_as_agent(house, *(f"第 {number} 句" for number in range(31)))
    await phone.texts(30)

    async def last() -> tuple[int, int]:
        return len(phone.answers), len(await rows(house, outbox))

    await eventually(last, (30, 2))
    assert phone.provider.rations.dropped[phone.customer.openid] == 0


async def test_what_the_provider_forgot_is_uploaded_again(active: Served, bot: TestBot) -> None:
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


async def test_a_reply_that_wecom_did_not_hear_is_not_answered_twice(
    database_url: str, tmp_path: Path, bot: TestBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "AGAIN_AFTER_S", 0.8)
    async with served_wecom(database_url, tmp_path, bot, monkeypatch) as (house, phone):
        phone.pusher.patience_s = 1.0
        phone.provider.faults.add("callback", WeixinFault("lost"))
        await phone.say("怎么挂失")
        assert await phone.texts(1) == ["echo: 怎么挂失"], "pushed again, and given again"
        await eventually(lambda: _waiting(house), [])
        assert (len(phone.answers), len(bot.asks), phone.failures) == (1, 1, [])
