"""What a hub makes of calls while it sheds load, and of those that an ingress keeps and brings."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from pydantic import SecretStr

from hub.admission.gate import AdmissionLevel, Gate
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
async def served(
    database_url: str, tmp_path: Path, bot: TestBot, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[House, Phone]]:
    secret = SecretStr(SECRET)
    async with served_wechat(database_url, tmp_path, bot, monkeypatch, ingress_secret=secret) as both:
        yield both


@pytest.fixture
async def shedding(served: tuple[House, Phone], monkeypatch: pytest.MonkeyPatch) -> tuple[House, Phone]:
    """A hub that takes no new messages from browsers."""
    monkeypatch.setattr(Gate, "_look", lambda _gate: AdmissionLevel.NO_NEW_MESSAGES)
    return served


async def deliver(phone: Phone, said: dict[str, Any], *, told: bool = False) -> int:
    """One call, as an ingress brings it; the status. `told`: its provider was answered."""
    query, body = phone.pusher.sealed(said)
    path = phone.provider.callback_url.partition("127.0.0.1")[2].partition("/")[2]
    callback = Callback("POST", f"/{path}", urlencode(query), {}, body)
    headers = {HEADER: Vouching(SECRET).header(callback, datetime.now(UTC), told=told)}
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
    assert await deliver(phone, said, told=True) == 429, "the ingress writes it down, and comes again"
    assert await incoming(house) == 0
    monkeypatch.undo()
    assert await deliver(phone, said) == 200
    assert await incoming(house) == 1


async def test_what_the_ingress_did_not_wait_for_goes_by_the_api(
    served: tuple[House, Phone],
) -> None:
    """The hub has answered, and counts that as sent; the ingress had given the call up the moment before."""
    house, phone = served
    await phone.say("你好")  # which gives the right to be sent something
    assert await phone.texts(1) == ["echo: 你好"]
    said = words_of(phone, "怎么挂失", 1)
    assert await deliver(phone, said) == 200
    assert len(phone.answers) == 1, "it stood in the response, which nobody reads here"
    for _ in range(2):
        assert await deliver(phone, said, told=True) == 200
    assert (await phone.texts(2))[1] == "echo: 怎么挂失"
    await asyncio.sleep(0.5)
    assert len(phone.answers) == 2
    assert await incoming(house) == 2
