"""What happened at the bank is told once, on the customer's own channel, when it may be."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import pytest

from hub.bank_signature import SIGNATURE, sign
from hub.store.encrypted import new_data_keys
from outreach.store.schema import outreach_notice
from tests.support.bot import TestBot
from tests.support.house import House, make_settings, running_house
from tests.support.looking import rows
from tests.support.waiting import eventually
from tests.support.webchat import WebchatClient

SECRET = "the bank's and the house's, thirty-two bytes"
PAYMENT = {
    "kind": "payment_due",
    "card": "4321",
    "amount": {"minor": 123400},
    "due_on": "2026-12-05",
}
DEBIT = {
    "kind": "unusual_debit",
    "card": "4321",
    "amount": {"minor": 99900},
    "at": "2026-11-29T03:00:00+00:00",
}


@dataclass
class Bank:
    """The bank's side: signs calls to a house."""

    house: House
    client: WebchatClient

    @property
    def addresses(self) -> list[dict[str, str]]:
        assert self.client.token is not None
        return [
            {"channel": "wechat", "external_id": "nobody"},
            {"channel": "webchat", "external_id": self.client.token.split(".")[1]},
        ]

    def event(self, name: str, about: dict[str, Any], **more: Any) -> dict[str, Any]:
        until = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
        return {"event": name, "addresses": self.addresses, "valid_until": until, **about, **more}

    async def send(self, body: Any, path: str = "events", **signed: Any) -> tuple[int, Any]:
        data, route = json.dumps(body).encode(), f"/outreach/{path}"
        millis = signed.get("millis", int(time.time() * 1000))
        header = sign(signed.get("key", SECRET).encode(), signed.get("signed_for", route), data, millis)
        url = f"http://127.0.0.1:{self.house.settings.port}{route}"
        async with (
            aiohttp.ClientSession() as session,
            session.post(url, data=signed.get("data", data), headers={SIGNATURE: header}) as answer,
        ):
            return answer.status, await answer.json()

    async def state(self, name: str) -> tuple[str, str]:
        found = {row.event: (row.state, row.code) for row in await rows(self.house, outreach_notice)}
        return found[name]


@asynccontextmanager
async def bank_of(url: str, folder: Path, bot: TestBot, **more: Any) -> AsyncIterator[Bank]:
    usual = {"bank_secret": SECRET, "data_keys": new_data_keys("k1"), "outreach_quiet": "00:00-00:00"}
    async with (
        running_house(make_settings(url, folder, bot.port, **(usual | more)), bot) as house,
        house.client() as client,
    ):
        await client.send("你好")
        await client.replies(1)
        yield Bank(house, client)


@pytest.fixture
async def bank(database_url: str, tmp_path: Path, bot: TestBot) -> AsyncIterator[Bank]:
    async with bank_of(database_url, tmp_path, bot) as found:
        yield found


def around_now() -> str:
    """Quiet hours that began an hour ago and end in two."""
    now = datetime.now(ZoneInfo("Asia/Shanghai"))
    return f"{now - timedelta(hours=1):%H:%M}-{now + timedelta(hours=2):%H:%M}"


async def test_an_event_is_told_once_and_its_button_reaches_the_bot(bank: Bank) -> None:
    event = bank.event("e1", DEBIT)
    answers = await asyncio.gather(*(bank.send(event) for _ in range(3)))
    assert [status for status, _ in answers] == [202] * 3
    replies = await bank.client.replies(2)
    (segment,) = replies[1]["segments"]
    assert "4321" in segment["prompt"]
    assert "999.00 元" in segment["prompt"]
    assert "11 月 29 日 11:00" in segment["prompt"]
    assert (await bank.send(event))[1]["state"] == "told"
    await bank.client.send_segment({"type": "choice", "id": segment["options"][0]["id"], "label": "?"})
    await bank.client.replies(3)
    assert bank.house.bot.asks[-1]["input"]["intent"] == "report_fraud"
    (row,) = await rows(bank.house, outreach_notice)
    assert row.body is None, "what was told is kept as a message alone"


async def test_another_event_under_the_same_id_is_a_conflict(bank: Bank) -> None:
    assert (await bank.send(bank.event("e1", PAYMENT)))[0] == 202
    assert (await bank.send(bank.event("e1", DEBIT)))[0] == 409


async def test_who_is_not_the_bank_is_refused_and_nothing_is_stored(bank: Bank) -> None:
    event, now = bank.event("e1", PAYMENT), int(time.time() * 1000)
    for signed in (
        {"key": "another secret"},
        {"millis": now - 400_000},
        {"millis": now + 400_000},
        {"signed_for": "/outreach/consents"},
        {"data": json.dumps(bank.event("e1", DEBIT)).encode()},
    ):
        status, answer = await bank.send(event, **signed)
        assert (status, answer["code"]) == (403, "bad_signature"), signed
    assert not await rows(bank.house, outreach_notice)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "advertisement"},
        {"card": None},
        {"card": "<b>"},
        {"event": "a b"},
        {"addresses": []},
        {"x": 1},
    ],
)
async def test_what_cannot_be_told_is_refused(bank: Bank, wrong: dict[str, Any]) -> None:
    status, _ = await bank.send(bank.event("e1", PAYMENT) | wrong)
    assert status == 400


async def test_an_event_of_somebody_unknown_or_over_is_dropped(bank: Bank) -> None:
    nobody = [{"channel": "webchat", "external_id": "nobody"}]
    assert (await bank.send(bank.event("e1", PAYMENT, addresses=nobody)))[1]["code"] == "nobody_known"
    await bank.send(bank.event("e2", PAYMENT, valid_until="2026-01-01T00:00:00+00:00"))
    await eventually(lambda: bank.state("e2"), ("dropped", "too_late"))


async def test_in_quiet_hours_only_what_is_a_matter_of_security_is_told(
    database_url: str, tmp_path: Path, bot: TestBot
) -> None:
    async with bank_of(database_url, tmp_path, bot, outreach_quiet=around_now()) as bank:
        await bank.send(bank.event("service", PAYMENT))
        await bank.send(bank.event("security", DEBIT))
        await eventually(lambda: bank.state("security"), ("told", ""))
        found = {row.event: row for row in await rows(bank.house, outreach_notice)}
        assert found["service"].state == "waiting"
        assert found["service"].due_at > datetime.now(UTC) + timedelta(hours=1, minutes=50)


async def test_who_has_refused_or_was_told_enough_is_not_told(
    database_url: str, tmp_path: Path, bot: TestBot
) -> None:
    async with bank_of(database_url, tmp_path, bot, outreach_per_week=1) as bank:
        word = {"addresses": bank.addresses, "purpose": "service", "version": "2026-11"}
        for granted, at, name, wanted in (
            (False, "2026-11-02T00:00:00+00:00", "e1", ("dropped", "refused")),
            (True, "2026-11-01T00:00:00+00:00", "e2", ("dropped", "refused")),
            (True, "2026-11-03T00:00:00+00:00", "e3", ("told", "")),
            (True, "2026-11-03T00:00:00+00:00", "e4", ("dropped", "too_many")),
        ):
            status, _ = await bank.send(word | {"granted": granted, "at": at}, "consents")
            assert status == 200
            await bank.send(bank.event(name, PAYMENT))
            await eventually(partial(bank.state, name), wanted)
        await bank.send(bank.event("e5", DEBIT))
        await eventually(lambda: bank.state("e5"), ("told", ""))
