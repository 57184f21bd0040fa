"""微信客服: a session that somebody takes over in WeCom's own client is theirs until they end it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from handoff.tasks import waiting_tasks
from hub.store.schema import conversation, message, outbox
from simulators.wecom_kf.carrying import carry_out
from simulators.wecom_kf.schemas import ChangeState
from simulators.wecom_kf.sessions import KfServiceState
from simulators.weixin.faults import WeixinFault
from tests.flow.test_wecom_kf_faults import WORDS, codes, last_codes
from tests.support.bot import TestBot, done, echo
from tests.support.house import House
from tests.support.looking import rows
from tests.support.migrated import migrated_file
from tests.support.waiting import eventually
from tests.support.wecom_kf import ACCOUNT, SEND, TRANS, Phone, served_wecom_kf


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """SQLite alone; on both databases `test_wecom_kf.py` takes a session over."""
    return migrated_file(tmp_path / "yuanqiao.db")


@pytest.fixture
async def served(
    database_url: str, tmp_path: Path, bot: TestBot, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[House, Phone]]:
    async with served_wecom_kf(database_url, tmp_path, bot, monkeypatch, WORDS) as both:
        yield both


async def _held(house: House) -> list[bool]:
    return [bool(row.held) for row in await rows(house, outbox)]


async def _owners(house: House) -> list[str]:
    return [row.owner for row in await rows(house, conversation)]


async def _said(house: House) -> list[str]:
    """What customers wrote, as it is stored."""
    stored = await rows(house, message)
    return [row.segments[0]["text"] for row in stored if row.author_kind == "customer"]


async def test_a_session_that_somebody_took_over_is_theirs_until_they_end_it(
    served: tuple[House, Phone], bot: TestBot
) -> None:
    house, phone = served
    await phone.say("在吗")
    await phone.texts(1)
    await phone.do("take_over")
    assert (await phone.texts(2))[1] == "工作人员已接入", "by the code that the change gave"
    assert await _owners(house) == ["outside"]
    sent = len(phone.calls(SEND))
    await phone.say("谁在")
    await eventually(lambda: _said(house), ["在吗", "谁在"])
    await phone.do("speak")
    await phone.do("end")
    assert (await phone.texts(4))[2:] == ["您好，我是客户经理张三，这边为您处理。", "服务已结束"]
    assert len(phone.calls(SEND)) == sent, "nothing is sent into somebody else's session"
    assert await _owners(house) == ["bot"]
    await phone.say("还在吗")
    assert (await phone.texts(5))[4] == "echo: 还在吗", "a new session is the bot's again"
    assert [each["service_state"] for each in phone.calls(TRANS)] == [1, 1]
    asked = [each["input"].get("text") for each in bot.asks]
    assert asked == ["在吗", "还在吗"], "what is said to their people, and by them, is no question"
    assert await _said(house) == ["在吗", "谁在", "还在吗"]
    assert await codes(house) == []


async def test_an_answer_that_was_under_way_when_somebody_took_over_is_withdrawn(
    served: tuple[House, Phone],
) -> None:
    house, phone = served
    await phone.say("在吗")
    await phone.texts(1)
    phone.provider.faults.add(SEND, WeixinFault("errcode", 95001))
    await phone.say("怎么挂失")
    await eventually(lambda: last_codes(house), ["weixin_95001"])
    await phone.do("take_over")
    await eventually(lambda: last_codes(house), [])
    await phone.do("end")
    await phone.say("还在吗")
    assert (await phone.texts(4))[1:] == ["工作人员已接入", "服务已结束", "echo: 还在吗"]

    async def statuses() -> list[str]:
        return [row.status for row in await rows(house, message) if row.author_kind == "bot"]

    await eventually(statuses, ["sent", "failed", "sent"])
    assert await codes(house) == [], "somebody looks after the customer"


async def test_a_turn_that_was_open_when_somebody_took_over_says_nothing(
    served: tuple[House, Phone], bot: TestBot
) -> None:
    house, phone = served
    over = asyncio.Event()

    async def slowly(ask: dict[str, object]) -> tuple[int, object]:
        await over.wait()
        return await echo(ask)

    bot.answer = slowly
    await phone.say("怎么挂失")

    async def asked() -> int:
        return len(bot.asks)

    await eventually(asked, 1)
    await phone.do("take_over")
    await eventually(lambda: _owners(house), ["outside"])
    bot.answer = echo
    await phone.do("end")
    await eventually(lambda: _owners(house), ["bot"])
    await phone.say("还在吗")
    assert (await phone.texts(3))[2] == "echo: 还在吗"
    over.set()
    await phone.say("那么")
    assert (await phone.texts(4))[3] == "echo: 那么", "and not what was thought of before"
    assert [each["input"].get("text") for each in bot.asks] == ["怎么挂失", "还在吗", "那么"]
    assert await codes(house) == []


async def test_who_waits_for_a_person_here_is_waited_for_no_more(
    served: tuple[House, Phone], bot: TestBot
) -> None:
    house, phone = served

    async def call(ask: dict[str, object]) -> tuple[int, object]:
        wish = {"type": "request_person", "reason": "客户要求人工"}
        return 200, done(ask, {"type": "text", "text": "好的"}, commands=[wish])

    async def waiting() -> int:
        return len(await waiting_tasks(house.database, 10))

    bot.answer = call
    await phone.say("转人工")
    await eventually(waiting, 1)
    await phone.do("take_over")
    await eventually(waiting, 0)
    assert await _owners(house) == ["outside"]


async def test_a_change_that_is_read_again_changes_nothing(served: tuple[House, Phone]) -> None:
    house, phone = served
    await phone.say("在吗")
    await phone.texts(1)
    await phone.do("take_over")
    await phone.say("谁在")
    await eventually(lambda: _said(house), ["在吗", "谁在"])
    await phone.do("end")
    await eventually(lambda: _owners(house), ["bot"])
    await phone.say("还在吗")
    await phone.texts(4)
    phone.provider.feed.cursors.clear()
    await phone.say("那么")
    assert (await phone.texts(5))[4] == "echo: 那么"
    assert await _owners(house) == ["bot"]


async def test_a_change_that_nobody_told_of_is_noticed_when_the_provider_refuses(
    served: tuple[House, Phone], bot: TestBot
) -> None:
    house, phone = served
    await phone.say("在吗")
    await phone.texts(1)
    whose = {"open_kfid": ACCOUNT["open_kfid"], "external_userid": phone.customer.userid}
    moved = ChangeState.model_validate({**whose, "service_state": 3, "servicer_userid": "lisi"})
    assert isinstance(carry_out(phone.provider, moved), dict)
    await phone.say("谁在")
    await eventually(lambda: _owners(house), ["outside"])
    await phone.say("请回答")
    await eventually(lambda: _said(house), ["在吗", "谁在", "请回答"])
    await eventually(lambda: _held(house), [True])
    assert len(phone.answers) == 1
    await phone.do("end")
    await phone.say("好的")
    assert await phone.texts(3) == ["echo: 在吗", "服务已结束", "echo: 好的"]
    assert [each["input"].get("text") for each in bot.asks] == ["在吗", "谁在", "好的"]
    assert await codes(house) == []


async def test_an_end_that_nobody_told_of_is_noticed_when_the_customer_writes(
    served: tuple[House, Phone],
) -> None:
    house, phone = served
    await phone.say("在吗")
    await phone.texts(1)
    await phone.do("take_over")
    await eventually(lambda: _owners(house), ["outside"])
    phone.customer.session.kept = KfServiceState.ENDED
    await phone.say("还在吗")
    assert (await phone.texts(3))[2] == "echo: 还在吗"
    assert await _owners(house) == ["bot"]
