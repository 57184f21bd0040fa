"""A gateway that speaks CMPP, in front of the real connector; the gateway is not of our writing."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from connectors.sms.account import CmppAccount
from connectors.sms.cmpp.connection import Acknowledge, CmppConnection, LoginRefused
from hub.accounts.references import Surroundings
from hub.store.encrypted import new_data_keys
from hub.store.schema import message
from tests.support.bot import TestBot, done
from tests.support.cmpp import SECRET, JavaGateway, java_gateway
from tests.support.house import House, make_settings, running_house
from tests.support.looking import rows
from tests.support.migrated import migrated_file
from tests.support.waiting import eventually

CUSTOMER = "13800138000"


@pytest.fixture(scope="module")
def gateway() -> Iterator[JavaGateway]:
    with java_gateway() as running:
        yield running


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """SQLite alone: it is the line that is tried."""
    return migrated_file(tmp_path / "yuanqiao.db")


@pytest.fixture(params=["2.0", "3.0"])
async def served(
    request: pytest.FixtureRequest,
    database_url: str,
    tmp_path: Path,
    bot: TestBot,
    monkeypatch: pytest.MonkeyPatch,
    gateway: JavaGateway,
) -> AsyncIterator[House]:
    monkeypatch.setenv("CMPP_SECRET", SECRET)
    file = tmp_path / "sms-accounts.yml"
    file.write_text(
        f"""\
sms:
  - name: cmpp
    provider: cmpp
    host: 127.0.0.1
    port: {gateway.port}
    version: "{request.param}"
    sp_id: "{"901782" if request.param == "2.0" else "901783"}"
    secret: env:CMPP_SECRET
    service_id: BANK
    source: "10695599"
    sign_name: 远桥银行
    per_second: 100
""",
        encoding="utf-8",
    )
    made = make_settings(
        database_url,
        tmp_path,
        bot.port,
        accounts_file=file,
        data_keys=new_data_keys("k1"),
    )
    async with running_house(made, bot) as house:
        await asyncio.to_thread(gateway.next_line, "CONNECTED")
        yield house


async def said(house: House, direction: str) -> list[Any]:
    return [row for row in await rows(house, message) if row.direction == direction]


async def statuses(house: House) -> list[str]:
    return [row.status for row in await said(house, "out")]


async def test_a_customer_asks_and_the_answer_is_delivered(served: House, gateway: JavaGateway) -> None:
    gateway.write(CUSTOMER, "怎么挂失")
    line = await asyncio.to_thread(gateway.next_line, "SUBMIT")
    assert line == f"SUBMIT {CUSTOMER} 【远桥银行】echo: 怎么挂失"
    await eventually(lambda: statuses(served), ["delivered"])


async def test_long_messages_go_both_ways(served: House, gateway: JavaGateway, bot: TestBot) -> None:
    asked, answered = "我想给借记卡换一个手机号😀请问怎么办。" * 12, "补卡流程与费用说明😀。" * 30

    async def long(ask: dict[str, Any]) -> tuple[int, Any]:
        return 200, done(ask, {"type": "text", "text": answered})

    bot.answer = long
    gateway.write(CUSTOMER, asked)
    line = await asyncio.to_thread(gateway.next_line, "SUBMIT")
    assert line.startswith(f"SUBMIT {CUSTOMER} 【远桥银行】补卡流程与费用说明😀。补卡")
    assert "…\\n全文：http://127.0.0.1:" in line
    (row,) = await said(served, "in")
    assert row.segments[0]["text"] == asked
    await eventually(lambda: statuses(served), ["delivered"])


async def test_a_wrong_secret_is_refused(gateway: JavaGateway) -> None:
    async def nothing(_body: bytes, _acknowledge: Acknowledge) -> None:
        raise AssertionError

    entry = {"name": "cmpp", "provider": "cmpp", "host": "127.0.0.1", "port": gateway.port}
    entry |= {"sp_id": "901782", "secret": "env:S", "source": "10695599", "sign_name": "远桥银行"}
    account = CmppAccount.model_validate(entry, context=Surroundings(Path(), {"S": "another"}))
    with pytest.raises((LoginRefused, EOFError)):
        await CmppConnection.open(account, nothing)
