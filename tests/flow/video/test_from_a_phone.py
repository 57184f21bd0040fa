"""A call from a phone, whatever the channel: asked for by a word, entered by the link that came."""

import re
from pathlib import Path

import pytest

from tests.flow.test_whispers import CHANNELS, hands_over
from tests.flow.video.meeting import ON_SQLITE
from tests.support.bot import TestBot
from tests.support.desk import open_desk
from tests.support.staff import make_account, staff_client
from tests.support.video import agent_side, customer_side
from tests.support.waiting import eventually

LINK = re.compile(r"/video/?[^\s#\"'\\]*#([0-9A-Za-z_.-]{16,})")


@ON_SQLITE
@pytest.mark.parametrize("channel", sorted(set(CHANNELS) - {"webchat"}))
async def test_a_customer_asks_and_comes_in_by_the_link(
    channel: str, database_url: str, tmp_path: Path, bot: TestBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot.answer = hands_over
    async with CHANNELS[channel](database_url, tmp_path, bot, monkeypatch) as phone:
        house = phone.house
        await make_account(house.hub.staff, "li.ming")
        async with staff_client(house.settings.staff_port) as browser:
            assert (await browser.sign_in("li.ming")).status == 200
            async with open_desk(browser) as desk, agent_side(browser) as agent:
                await desk.wish("status", status="available")
                await phone.say("找人工")
                await desk.accept()
                await phone.say("视频通话")

                async def has_link() -> bool:
                    return LINK.search(phone.told()) is not None

                await eventually(has_link, True)
                found = LINK.search(phone.told())
                assert found is not None
                async with customer_side(house) as customer:
                    await customer.put("enter", ticket=found[1])
                    seated = await customer.one(lambda frame: frame["type"] == "seated")
                    assert seated["chat"] is False, "they write where they came from"
                    await customer.put("ready")
                    call = (await agent.call_is("ringing"))["call"]
                    assert await agent.ask("accept", call=call) == "done"
                    await customer.call_is("joined")
