"""What goes wrong at Twilio, and who wants nothing more: all is answered or visibly kept, nothing twice."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta
from email.utils import format_datetime
from pathlib import Path

import aiohttp
import pytest

from connectors.kit.store.schema import channel_customer
from connectors.sms.twilio import catching_up
from hub.store.schema import dead_letter, message
from simulators.weixin.faults import WeixinFault
from tests.flow.test_sms_twilio import World, statuses
from tests.support.bot import TestBot, after
from tests.support.house import House
from tests.support.looking import rows
from tests.support.migrated import migrated_file
from tests.support.twilio import served_twilio, simulated
from tests.support.waiting import eventually

SEND = "/Messages.json"


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """SQLite alone: what goes wrong here is not the database."""
    return migrated_file(tmp_path / "yuanqiao.db")


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with simulated() as made:
        yield made


@pytest.fixture
async def served(
    database_url: str, tmp_path: Path, bot: TestBot, monkeypatch: pytest.MonkeyPatch, world: World
) -> AsyncIterator[House]:
    async with served_twilio(database_url, tmp_path, bot, monkeypatch, world) as house:
        yield house


async def letters(house: House) -> list[str]:
    return [row.code for row in await rows(house, dead_letter)]


async def test_forged_calls_leave_nothing(served: House, world: World) -> None:
    provider, caller, phone = world
    fields = {"AccountSid": provider.account_sid, "Body": "伪造", "From": phone.handset.number}
    fields |= {"MessageSid": "SM" + "2" * 32, "NumMedia": "0", "To": provider.number}
    headers, body = caller.signed("", fields)
    async with aiohttp.ClientSession() as session:

        async def post(path: str = "", body: bytes = body, changed: dict[str, str] | None = None) -> int:
            url = f"{provider.callback_url}{path}"
            async with session.post(url, data=body, headers=headers | (changed or {})) as answer:
                return answer.status

        assert await post(changed={"X-Twilio-Signature": "0" * 28}) == 403
        assert await post(changed={"X-Twilio-Signature": ""}) == 403
        assert await post("/status") == 403
        assert await post("2") == 404
        assert await post(body=body + b"&ToCity=") == 403
        assert await post(changed={"Content-Type": "application/json"}) == 403
    assert await rows(served, message) == []


async def test_stop_is_respected_and_start_ends_it(served: House, world: World, bot: TestBot) -> None:
    provider, _, phone = world
    await phone.say("在吗")
    await phone.texts(1)
    await phone.say("Stop ")

    async def away() -> list[str | None]:
        return [row.unreachable_code for row in await rows(served, channel_customer)]

    await eventually(away, ["opted_out"])
    await phone.say("HELP")
    sent = len(provider.calls)
    await phone.say("还有问题")
    await eventually(lambda: letters(served), ["opted_out"])
    assert len(provider.calls) == sent, "the provider is not asked"
    await phone.say("yes")
    await eventually(away, [None])
    await phone.say("YES")
    assert (await phone.texts(2))[1] == "echo: YES", "for who is there it is a word"
    assert len(bot.asks) == 3, "neither STOP nor HELP nor the way back is a question"


async def test_who_opted_out_unknown_to_us_is_marked_by_the_refusal(served: House, world: World) -> None:
    provider, _, phone = world
    provider.opted_out.add(phone.handset.number)
    await phone.say("在吗")
    await eventually(lambda: letters(served), ["twilio_21610"])
    (row,) = await rows(served, channel_customer)
    assert row.unreachable_code == "opted_out"


async def test_wishes_that_are_read_again_change_nothing(
    database_url: str,
    tmp_path: Path,
    bot: TestBot,
    monkeypatch: pytest.MonkeyPatch,
    world: World,
) -> None:
    _, _, phone = world

    async def away(house: House) -> list[str | None]:
        return [row.unreachable_code for row in await rows(house, channel_customer)]

    async with served_twilio(database_url, tmp_path, bot, monkeypatch, world) as house:
        await phone.say("STOP")
        await eventually(lambda: away(house), ["opted_out"])
        await phone.say("YES")
        await eventually(lambda: away(house), [None])
    await phone.say("怎么挂失")
    async with served_twilio(database_url, tmp_path, bot, monkeypatch, world) as house:
        # The list is taken in from its oldest on: behind the question nothing of it is left.
        assert await phone.texts(1) == ["echo: 怎么挂失"]
        assert await away(house) == [None]
        said = [row.segments[0]["text"] for row in await rows(house, message) if row.direction == "in"]
        assert said == ["怎么挂失"], "YES was the way back, and no question"


@pytest.mark.parametrize(("pages", "cuts"), [(1, 1), (2, 0)])
async def test_a_list_is_read_as_far_as_it_is_new_and_a_bound_is_told(
    database_url: str,
    tmp_path: Path,
    bot: TestBot,
    monkeypatch: pytest.MonkeyPatch,
    world: World,
    capsys: pytest.CaptureFixture[str],
    pages: int,
    cuts: int,
) -> None:
    provider, _, phone = world
    monkeypatch.setattr(catching_up, "MOST_PAGES", pages)
    day = (datetime.now(UTC) - catching_up.OVERLAP - timedelta(seconds=1)).date()
    for _ in range(catching_up.PAGE * 2 + 1):
        old = provider.add(
            direction="inbound", frm=phone.handset.number, to=provider.number, body="旧", segments=1
        )
        old["date_sent"] = format_datetime(datetime.combine(day, time(), UTC))
    async with served_twilio(database_url, tmp_path, bot, monkeypatch, world) as house:
        await phone.say("一")
        await phone.texts(1)
    await phone.say("二")
    async with served_twilio(database_url, tmp_path, bot, monkeypatch, world) as house:
        assert await phone.texts(2) == ["echo: 一", "echo: 二"]
        said = [row.segments[0]["text"] for row in await rows(house, message) if row.direction == "in"]
        assert said == ["一", "二"]
    assert "".join(capsys.readouterr()).count("sms.list_cut") == cuts


@pytest.mark.parametrize("final", ["delivered", "undelivered"])
async def test_no_receipt_takes_a_message_back(served: House, world: World, final: str) -> None:
    provider, caller, phone = world
    provider.told = False
    await phone.say("怎么挂失")
    await phone.texts(1)
    await eventually(lambda: statuses(served), ["sent"])
    sent = next(each for each in provider.messages if each["direction"] == "outbound-api")
    before = ("accepted", "queued", "sending", "sent")
    end = {"delivered": "delivered", "undelivered": "failed"}[final]
    ended = False
    for status in (*before, final, *reversed(before), final, *before):
        fields = {"AccountSid": provider.account_sid, "MessageSid": sent["sid"], "MessageStatus": status}
        if status == "undelivered":
            fields["ErrorCode"] = "30003"
        ended = ended or status == final
        assert await caller.call("/status", fields) == 200
        assert await statuses(served) == [end if ended else "sent"]
    assert await letters(served) == (["twilio_30003"] if final == "undelivered" else [])


@pytest.mark.parametrize(
    "fault",
    [WeixinFault("status", 429, retry_after_s=1), WeixinFault("errcode", 20429)],
    ids=["429", "20429"],
)
async def test_what_is_refused_for_its_rate_goes_later_and_once(
    served: House, world: World, fault: WeixinFault
) -> None:
    provider, _, phone = world
    provider.faults.add(SEND, fault)
    await phone.say("怎么挂失")
    assert await phone.texts(1) == ["echo: 怎么挂失"]
    await eventually(lambda: statuses(served), ["delivered"])
    assert len(provider.calls) == 1


@pytest.mark.parametrize("fault", [WeixinFault("status", 500), WeixinFault("lost")], ids=["500", "lost"])
async def test_what_may_have_been_sent_is_kept_for_people_and_not_repeated(
    served: House, world: World, fault: WeixinFault
) -> None:
    provider, _, phone = world
    provider.faults.add(SEND, fault)
    await phone.say("怎么挂失")
    await eventually(lambda: letters(served), ["http_500" if fault.kind == "status" else "no_answer"])
    await asyncio.sleep(0.5)
    assert len(phone.answers) == (1 if fault.kind == "lost" else 0)


async def test_without_a_network_it_arrives_later(served: House, world: World, bot: TestBot) -> None:
    phone = world[2]
    bot.answer = after(0.5)
    await phone.say("怎么挂失")
    await phone.do("network", to="off")
    await eventually(lambda: statuses(served), ["sent"])
    assert phone.answers == []
    await phone.do("network", to="on")
    assert await phone.texts(1) == ["echo: 怎么挂失"]
    await eventually(lambda: statuses(served), ["delivered"])
