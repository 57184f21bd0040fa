"""A whisper reaches the agent, and no customer on any channel: looked for in all that went over the wire."""

import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from hub.store.schema import message, outbox
from tests.support.bot import TestBot, done
from tests.support.desk import signed_in_desk
from tests.support.house import House, make_settings, running_house
from tests.support.looking import rows
from tests.support.miniprogram import served_miniprogram
from tests.support.staff import make_account
from tests.support.supervisor import supervising
from tests.support.twilio import served_twilio, simulated
from tests.support.waiting import eventually
from tests.support.webchat import text_of
from tests.support.wecom import served_wecom
from tests.support.wecom_kf import served_wecom_kf
from tests.support.weixin import served_wechat

WHISPER = "耳语：不要先提退费"
ALOUD = "我是主管，一起看"


class Customer(NamedTuple):
    """Somebody on a channel: how they say something, what they were told, and all that went over the wire."""

    house: House
    say: Callable[[str], Awaitable[Any]]
    told: Callable[[], str]
    wire: Callable[[], str]


@asynccontextmanager
async def on_webchat(
    url: str, folder: Path, bot: TestBot, _patch: pytest.MonkeyPatch
) -> AsyncIterator[Customer]:
    async with running_house(make_settings(url, folder, bot.port), bot) as house, house.client() as client:

        def told() -> str:
            return " ".join(text_of(each) for each in client.outgoing)

        yield Customer(house, client.send, told, lambda: str(client.frames))
        await client.disconnect()
        client.messages.clear()
        await client.connect()  # what is told anew is over the wire, too
        await client.until(lambda: client.frames[-1]["type"] == "caught_up")
        assert WHISPER not in str(client.frames)


def at_provider(served: Any) -> Any:
    """A channel whose provider is simulated: the wire is the calls that it got."""

    @asynccontextmanager
    async def on_channel(
        url: str, folder: Path, bot: TestBot, patch: pytest.MonkeyPatch
    ) -> AsyncIterator[Customer]:
        async with served(url, folder, bot, patch) as (house, phone):

            def told() -> str:
                return str(phone.answers)

            yield Customer(house, phone.say, told, lambda: f"{phone.provider.calls} {phone.answers}")

    return on_channel


@asynccontextmanager
async def on_sms(url: str, folder: Path, bot: TestBot, patch: pytest.MonkeyPatch) -> AsyncIterator[Customer]:
    async with simulated() as world, served_twilio(url, folder, bot, patch, world) as house:
        provider, _, phone = world

        def told() -> str:
            return str(phone.answers)

        yield Customer(house, phone.say, told, lambda: f"{provider.calls} {phone.answers}")


CHANNELS = {
    "webchat": on_webchat,
    "wechat": at_provider(served_wechat),
    "miniprogram": at_provider(served_miniprogram),
    "wecom": at_provider(served_wecom),
    "wecom_kf": at_provider(served_wecom_kf),
    "sms": on_sms,
}


async def hands_over(ask: dict[str, Any]) -> tuple[int, Any]:
    command = {"type": "request_person", "reason": "客户要求人工"}
    return 200, done(ask, {"type": "text", "text": "正在为您转接"}, commands=[command])


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("channel", CHANNELS)
async def test_a_whisper_is_the_agents_alone(
    channel: str, database_url: str, tmp_path: Path, bot: TestBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot.answer = hands_over
    async with CHANNELS[channel](database_url, tmp_path, bot, monkeypatch) as customer:
        house = customer.house
        await make_account(house.hub.staff, "li.ming")
        await make_account(house.hub.staff, "wang.fang", ["supervisor"], name="王芳")
        port = house.settings.staff_port
        async with signed_in_desk(port, "li.ming") as desk, supervising(port, "wang.fang") as chief:
            await customer.say("找人工")
            task = await desk.accept()
            wish = str(uuid.uuid4())
            for _ in range(2):  # sent again, as a page does that heard no answer
                path = f"tasks/{task}/whisper"
                assert (await chief.act(path, text=WHISPER, wish=wish)).status == 204
            await desk.until(lambda each: WHISPER in each.words())
            (line,) = [each for each in desk.opened["messages"] if each.get("whispered")]
            assert line["author"]["name"] == "王芳"
            assert desk.words().count(WHISPER) == 1

            # What comes behind it arrives, so that it would have arrived itself.
            async def heard_aloud() -> bool:
                return ALOUD in customer.told()

            assert (await chief.speak("join", task, ALOUD)).status == 204
            await eventually(heard_aloud, True)
            await eventually(lambda: _waiting(house), 0)
            assert ALOUD in customer.wire()
            assert WHISPER not in customer.wire()
            assert all(WHISPER not in str(row.segments) for row in await rows(house, message))


async def _waiting(house: House) -> int:
    return len(await rows(house, outbox))
