"""A case runs out of time: who owns it, and is not at the desk, has a card in WeCom that opens the desk."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from alerts import alerts
from cases.store.schema import case_file
from tests.support.bot import TestBot
from tests.support.house import House
from tests.support.staff import make_account, staff_client
from tests.support.waiting import eventually
from tests.support.wecom import MemberPhone, served_wecom

Served = tuple[House, MemberPhone]


@pytest.fixture
async def served(
    database_url: str, tmp_path: Path, bot: TestBot, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Served]:
    monkeypatch.setattr(alerts, "EVERY_S", 0.1)
    async with served_wecom(database_url, tmp_path, bot, monkeypatch) as both:
        yield both


def cards(phone: MemberPhone) -> list[dict[str, Any]]:
    return [each for each in phone.answers if each["type"] == "textcard"]


async def overdue(house: House, owner: str) -> None:
    now = house.hub.clock.now()
    values = {
        "number": "TS1",
        "identity_key": "a" * 24,
        "conversation": 1,
        "turn": 1,
        "state": "open",
        "branch_id": "head",
        "owner_id": owner,
        "escalated": False,
        "due_at": now - timedelta(seconds=60),
        "created_at": now - timedelta(days=9),
    }
    async with house.hub.database.write() as connection:
        await connection.execute(insert(case_file).values(**values))


async def test_a_card_is_seen_on_the_phone_and_opens_the_desk(served: Served) -> None:
    house, phone = served
    await phone.say("你好")
    owner = await make_account(house.hub.staff, "li.ming")
    await make_account(house.hub.staff, "admin", ["administrator"])
    async with staff_client(house.settings.staff_port) as admin:
        await admin.sign_in("admin")
        path = f"/staff/accounts/{owner}/wecom"
        shown = (await admin.ask("GET", path)).body
        assert (shown["member"], shown["channel_accounts"]) == ("", ["staff"])
        half = await admin.ask("PUT", path, {"channel_account": "staff", "member": ""})
        assert (half.status, half.code) == (400, "bad_input")
        body = {"channel_account": "staff", "member": phone.customer.openid}
        assert (await admin.ask("PUT", path, body)).status == 200
        assert (await admin.ask("POST", f"{path}/test")).body == {"sent": True, "code": ""}
        assert "测试" in cards(phone)[0]["text"]

        await overdue(house, owner)
        await eventually(lambda: _count(phone), 2)
        card = cards(phone)[1]
        assert card["url"] == f"{house.settings.staff_origins[0]}/"
        assert card["text"] == "超过期限的工单：1 件"

        async def told() -> tuple[str, bool]:
            shown = (await admin.ask("GET", path)).body
            return shown["code"], shown["told_at"] is not None

        await eventually(told, ("", True))

        wrong = {"channel_account": "staff", "member": "nobody"}
        await admin.ask("PUT", path, wrong)
        tried = (await admin.ask("POST", f"{path}/test")).body
        assert (tried["sent"], tried["code"]) == (False, "weixin_81013")


async def _count(phone: MemberPhone) -> int:
    return len(cards(phone))
