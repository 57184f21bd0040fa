"""What goes wrong at 微信客服: every message is answered, or visibly kept; nobody is answered twice."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from connectors.kit import feeds
from connectors.kit.store.schema import channel_customer
from connectors.wecom_kf import sessions
from hub.store.schema import dead_letter, message, outbox
from simulators.wecom_kf.sessions import KfServiceState
from simulators.weixin.faults import WeixinFault
from tests.flow.test_wechat import say_as_agent
from tests.flow.test_wecom_kf import picture
from tests.support.bot import TestBot, done
from tests.support.house import House
from tests.support.looking import rows
from tests.support.migrated import migrated_file
from tests.support.waiting import eventually
from tests.support.wecom_kf import ON_EVENT, SEND, SYNC, TRANS, Phone, served_wecom_kf

GET_STATE = "/cgi-bin/kf/service_state/get"
WORDS = "    served: 工作人员已接入\n    ended: 服务已结束\n"


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """SQLite alone: what goes wrong here is not the database."""
    return migrated_file(tmp_path / "yuanqiao.db")


@pytest.fixture
async def served(
    database_url: str, tmp_path: Path, bot: TestBot, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[House, Phone]]:
    async with served_wecom_kf(database_url, tmp_path, bot, monkeypatch, WORDS) as both:
        yield both


async def codes(house: House) -> list[str]:
    return [row.code for row in await rows(house, dead_letter)]


async def last_codes(house: House) -> list[str]:
    return [row.last_code for row in await rows(house, outbox)]


@pytest.mark.parametrize(
    "fault",
    [WeixinFault("status", 429, retry_after_s=1), WeixinFault("status", 502), WeixinFault("errcode", -1)],
    ids=["429", "502", "busy"],
)
async def test_what_is_refused_for_now_goes_later_and_once(
    served: tuple[House, Phone], fault: WeixinFault
) -> None:
    house, phone = served
    phone.provider.faults.add(SEND, fault, 2)
    await phone.say("怎么挂失")
    assert await phone.texts(1) == ["echo: 怎么挂失"]
    await eventually(lambda: last_codes(house), [])
    assert len(phone.answers) == 1


@pytest.mark.parametrize("says_repeated", [False, True])
async def test_an_answer_whose_receipt_was_lost_is_shown_once(
    served: tuple[House, Phone], says_repeated: bool
) -> None:
    house, phone = served
    phone.provider.says_repeated = says_repeated
    phone.provider.faults.add(SEND, WeixinFault("lost"))
    await phone.say("怎么挂失")
    assert await phone.texts(1) == ["echo: 怎么挂失"]
    await eventually(lambda: last_codes(house), [])
    assert len(phone.answers) == 1
    assert len({each["msgid"] for each in phone.calls(SEND)}) == 1, "the same id for each try"
    assert len(phone.calls(SEND)) == 2
    assert await codes(house) == []


async def test_a_welcome_whose_receipt_was_lost_is_shown_once(served: tuple[House, Phone]) -> None:
    _, phone = served
    phone.provider.faults.add(ON_EVENT, WeixinFault("lost"))
    await phone.do("enter")
    await phone.texts(1)
    await asyncio.sleep(1.5)
    assert [each["by"] for each in phone.answers] == ["welcome"]


async def test_a_session_that_ended_waits_for_the_customer(served: tuple[House, Phone]) -> None:
    house, phone = served
    await phone.say("在吗")
    await phone.texts(1)
    phone.customer.session.kept = KfServiceState.ENDED
    await say_as_agent(house, "审批通过了")
    await eventually(lambda: last_codes(house), ["session_ended"])
    await phone.say("看看")
    assert sorted((await phone.texts(3))[1:]) == ["echo: 看看", "审批通过了"]
    assert await codes(house) == []


async def test_a_session_that_ended_by_itself_is_taken_for_the_bot_again(
    served: tuple[House, Phone], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, phone = served
    monkeypatch.setattr(sessions, "TRUSTED_S", 0.0)
    await phone.say("在吗")
    await phone.texts(1)
    await phone.do("days", count=3)
    await phone.say("还在吗")
    await phone.texts(2)
    assert [each["service_state"] for each in phone.calls(TRANS)] == [1, 1]
    assert phone.customer.session.kept is KfServiceState.BOT


async def test_a_state_that_cannot_be_had_or_changed_just_now_is_asked_for_again(
    served: tuple[House, Phone],
) -> None:
    _, phone = served
    phone.provider.faults.add(GET_STATE, WeixinFault("status", 500))
    phone.provider.faults.add(TRANS, WeixinFault("errcode", 95016))
    await phone.say("在吗")
    assert await phone.texts(1) == ["echo: 在吗"]


async def test_two_days_later_nothing_is_sent_and_nothing_lost(served: tuple[House, Phone]) -> None:
    house, phone = served
    await phone.say("在吗")
    await phone.texts(1)
    await phone.do("days", count=3)
    await say_as_agent(house, "审批通过了")
    await eventually(lambda: last_codes(house), ["session_ended"])
    await phone.say("看看")
    assert (await phone.texts(3))[1:] == ["审批通过了", "echo: 看看"]


@pytest.mark.parametrize(("code", "letters"), [(95001, []), (95002, []), (40003, ["weixin_40003"])])
async def test_what_the_provider_rations_is_held_and_what_it_refuses_is_shown_to_people(
    served: tuple[House, Phone], code: int, letters: list[str]
) -> None:
    house, phone = served
    phone.provider.faults.add(SEND, WeixinFault("errcode", code))
    await phone.say("在吗")
    if letters:
        await eventually(lambda: codes(house), letters)
        return
    await eventually(lambda: last_codes(house), [f"weixin_{code}"])
    await phone.say("还在吗")
    assert await phone.texts(2) == ["echo: 在吗", "echo: 还在吗"]


async def test_taken_and_not_delivered_is_shown_to_people(served: tuple[House, Phone]) -> None:
    house, phone = served
    await phone.do("undelivered")
    await phone.say("在吗")
    await eventually(lambda: codes(house), ["kf_fail_0"])
    assert [row.status for row in await rows(house, message)] == ["accepted", "failed"]


async def test_who_refuses_the_account_gets_nothing_more_until_they_write(
    served: tuple[House, Phone],
) -> None:
    house, phone = served
    await phone.do("refuse", on=True)
    await phone.say("在吗")
    await eventually(lambda: codes(house), ["kf_fail_10"])

    async def away() -> list[str | None]:
        return [row.unreachable_code for row in await rows(house, channel_customer)]

    assert await away() == ["blocked"]
    sent = len(phone.calls(SEND))
    await say_as_agent(house, "还在吗")
    await eventually(lambda: codes(house), ["kf_fail_10", "blocked"])
    assert len(phone.calls(SEND)) == sent, "the provider is not asked"
    await phone.do("refuse", on=False)
    await phone.say("我回来了")
    assert await phone.texts(1) == ["echo: 我回来了"]
    assert await away() == [None]


async def test_a_feed_that_fails_is_read_again(
    served: tuple[House, Phone], monkeypatch: pytest.MonkeyPatch
) -> None:
    house, phone = served
    monkeypatch.setattr(feeds, "BACKOFF_S", (0.1,))
    monkeypatch.setattr(feeds, "CALMEST_S", 0.05)
    phone.provider.faults.add(SYNC, WeixinFault("status", 500), 2)
    await phone.say("怎么挂失")
    assert await phone.texts(1) == ["echo: 怎么挂失"]
    assert [row.direction for row in await rows(house, message)].count("in") == 1


async def test_a_place_that_the_provider_forgot_is_no_end(served: tuple[House, Phone], bot: TestBot) -> None:
    _, phone = served
    await phone.say("一")
    await phone.texts(1)
    phone.provider.feed.cursors.clear()
    await phone.say("二")
    assert await phone.texts(2) == ["echo: 一", "echo: 二"]
    await asyncio.sleep(0.5)
    assert len(bot.asks) == 2, "what is read again is known"


async def test_what_is_no_message_holds_up_nobody(served: tuple[House, Phone]) -> None:
    _, phone = served
    alien: list[object] = [{}, "words", {"msgid": "1", "origin": 3, "msgtype": "text", "text": 5}]
    for each in alien:
        phone.provider.feed.add(each, phone.provider.now())  # type: ignore[arg-type]
    await phone.say("怎么挂失")
    assert await phone.texts(1) == ["echo: 怎么挂失"]


async def test_a_token_that_expired_is_replaced_once(served: tuple[House, Phone]) -> None:
    _, phone = served
    await phone.say("一")
    await phone.texts(1)
    asked = phone.provider.tokens.asked
    await phone.do("expire")
    await phone.say("二")
    assert await phone.texts(2) == ["echo: 一", "echo: 二"]
    assert phone.provider.tokens.asked == asked + 1


async def test_a_picture_that_is_not_given_is_told_in_words(
    served: tuple[House, Phone], bot: TestBot
) -> None:
    _, phone = served
    phone.provider.faults.add("/cgi-bin/media/get", WeixinFault("errcode", 40007), 2)
    await phone.send_picture(picture())
    await phone.texts(1)
    assert bot.asks[0]["input"]["text"].startswith("[图片]")


async def test_what_the_provider_forgot_is_uploaded_again(served: tuple[House, Phone], bot: TestBot) -> None:
    house, phone = served
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
