"""While the hub sheds load a provider's call is stored all the same, or left to the ingress that keeps it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from pydantic import SecretStr

from hub.admission.gate import Gate, Level
from hub.ports import Callback
from hub.store.schema import message
from hub.vouching import HEADER, Vouching
from tests.flow.test_wechat import words_of
from tests.support.bot import TestBot
from tests.support.house import House
from tests.support.looking import rows
from tests.support.weixin import Phone, served_wechat

SECRET = "a secret that ingress and hub share"


@pytest.fixture
async def shedding(
    database_url: str, tmp_path: Path, bot: TestBot, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[House, Phone]]:
    """A hub that takes no new messages from browsers."""
    monkeypatch.setattr(Gate, "_look", lambda _gate: Level.NO_NEW_MESSAGES)
    secret = SecretStr(SECRET)
    async with served_wechat(database_url, tmp_path, bot, monkeypatch, ingress_secret=secret) as both:
        yield both


async def deliver(phone: Phone, said: dict[str, Any], *, vouched: bool) -> int:
    """One call, by the provider itself or by the ingress; the status."""
    query, body = phone.pusher.sealed(said)
    headers = {"content-type": "text/xml"}
    if vouched:
        path = phone.provider.callback_url.partition("127.0.0.1")[2].partition("/")[2]
        callback = Callback("POST", f"/{path}", urlencode(query), headers, body)
        headers[HEADER] = Vouching(SECRET).header(callback, datetime.now(UTC))
    url = f"{phone.provider.callback_url}?{urlencode(query)}"
    async with aiohttp.ClientSession() as session, session.post(url, data=body, headers=headers) as answer:
        await answer.read()
        return answer.status


async def incoming(house: House) -> int:
    return len([row for row in await rows(house, message) if row.direction == "in"])


async def test_what_nobody_keeps_is_stored_and_answered(shedding: tuple[House, Phone]) -> None:
    house, phone = shedding
    await phone.say("怎么挂失")
    assert await phone.texts(1) == ["echo: 怎么挂失"]
    assert (await incoming(house), phone.failures) == (1, [])


async def test_what_the_ingress_keeps_waits_there(
    shedding: tuple[House, Phone], monkeypatch: pytest.MonkeyPatch
) -> None:
    house, phone = shedding
    said = words_of(phone, "怎么挂失", 1)
    assert await deliver(phone, said, vouched=True) == 429, "the ingress writes it down, and comes again"
    assert await incoming(house) == 0
    monkeypatch.undo()
    assert await deliver(phone, said, vouched=True) == 200
    assert await incoming(house) == 1
