"""Notices to many: a list, a dry run, a second person, and each customer told once, at a pace."""

import base64
import io
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from hub.ids import identity_key
from hub.store.encrypted import new_data_keys
from hub.store.schema import message, outbox
from outreach.store.schema import outreach_campaign, outreach_consent, outreach_recipient
from tests.flow.test_outreach import PAYMENT, SECRET, Bank
from tests.support.bot import TestBot, done
from tests.support.desk import open_desk
from tests.support.house import House, make_settings, running_house
from tests.support.looking import rows
from tests.support.staff import StaffClient, make_account, staff_client
from tests.support.waiting import eventually
from tests.support.webchat import WebchatClient

ALL = "/staff/outreach/campaigns"
LATER = (datetime.now(UTC) + timedelta(days=1)).isoformat()
CONTENT = {
    "channels": ["webchat"],
    "text": "{称呼}，您的贷款将于{到期日}到期。",
    "questions": ["信用卡怎么还款"],
    "per_minute": 6000,
    "valid_until": LATER,
}
HEADING = ["客户标识", "称呼", "到期日"]


def workbook(*lines: Sequence[Any]) -> str:
    book, data = Workbook(), io.BytesIO()
    for line in lines:
        book.active.append(line)  # type: ignore[union-attr]
    book.save(data)
    return base64.b64encode(data.getvalue()).decode()


async def hands_over(ask: dict[str, Any]) -> tuple[int, Any]:
    """A bot that gives everybody to a person."""
    command = {"type": "request_person", "reason": "客户要求人工"}
    return 200, done(ask, {"type": "text", "text": "正在为您转接"}, commands=[command])


@dataclass
class Desk:
    """Two people of the bank, and customers."""

    house: House
    writer: StaffClient
    approver: StaffClient
    customers: list[WebchatClient] = field(default_factory=list)

    def key(self, number: int) -> str:
        token = self.customers[number].token
        assert token is not None
        return identity_key("webchat", "default", token.split(".")[1])

    def list_of(self, *numbers: int, day: str = "12 月 5 日") -> str:
        return workbook(HEADING, *([self.key(each), f"客户{each}", day] for each in numbers))

    async def create(self, file: str, **more: Any) -> str:
        body = {"name": "还款提醒", "content": CONTENT | more, "file": file}
        answer = await self.writer.ask("POST", ALL, body)
        assert answer.status == 200, answer.body
        return str(answer.body["campaign_id"])

    async def step(self, campaign: str, step: str, who: StaffClient | None = None) -> Any:
        return await (who or self.approver).ask("POST", f"{ALL}/{campaign}/{step}")

    async def opened(self, campaign: str) -> Any:
        answer = await self.writer.ask("GET", f"{ALL}/{campaign}")
        assert answer.status == 200, answer.body
        return answer.body

    async def ended(self, campaign: str) -> None:
        async def state() -> str:
            return str((await self.opened(campaign))["campaign"]["state"])

        await eventually(state, "ended")


@asynccontextmanager
async def desk_of(
    url: str, folder: Path, bot: TestBot, customers: int = 3, **more: Any
) -> AsyncIterator[Desk]:
    usual = {"bank_secret": SECRET, "data_keys": new_data_keys("k1"), "outreach_quiet": "00:00-00:00"}
    settings = make_settings(url, folder, bot.port, **(usual | more))
    async with running_house(settings, bot) as house:
        for login in ("writer", "approver"):
            await make_account(house.hub.staff, login, ["supervisor"])
        async with (
            staff_client(settings.staff_port) as writer,
            staff_client(settings.staff_port) as approver,
        ):
            await writer.sign_in("writer")
            await approver.sign_in("approver")
            desk = Desk(house, writer, approver)
            for _ in range(customers):
                client = await house.client().__aenter__()
                await client.send("你好")
                await client.replies(1)
                desk.customers.append(client)
            try:
                yield desk
            finally:
                for client in desk.customers:
                    await client.__aexit__(None, None, None)


@pytest.fixture
async def desk(database_url: str, tmp_path: Path, bot: TestBot) -> AsyncIterator[Desk]:
    async with desk_of(database_url, tmp_path, bot) as found:
        yield found


async def test_each_customer_is_told_once_after_a_second_person_approved(desk: Desk) -> None:
    campaign = await desk.create(desk.list_of(0, 1, 2))
    own = await desk.step(campaign, "approve", desk.writer)
    assert (own.status, own.code) == (403, "own_work")
    assert (await desk.opened(campaign))["examples"][0] == "客户0，您的贷款将于12 月 5 日到期。"
    assert (await desk.step(campaign, "approve")).status == 200
    for number, client in enumerate(desk.customers):
        (segment,) = (await client.replies(2))[1]["segments"]
        assert segment["prompt"] == f"客户{number}，您的贷款将于12 月 5 日到期。"
        assert [each["label"] for each in segment["options"]] == ["信用卡怎么还款", "转人工"]
    await desk.ended(campaign)
    assert (await desk.step(campaign, "approve")).status == 409
    assert {row.body for row in await rows(desk.house, outreach_recipient)} == {None}
    said = [row for row in await rows(desk.house, message) if "贷款将于" in str(row.segments)]
    assert len(said) == 3


async def test_what_a_customer_answers_is_counted_and_its_button_reaches_the_bot(desk: Desk) -> None:
    campaign = await desk.create(desk.list_of(0, 1))
    await desk.step(campaign, "approve")
    option = (await desk.customers[0].replies(2))[1]["segments"][0]["options"][0]
    await desk.customers[0].send_segment({"type": "choice", "id": option["id"], "label": option["label"]})
    await desk.customers[0].replies(3)
    assert desk.house.bot.asks[-1]["input"]["intent"] == "ask"
    await desk.ended(campaign)
    opened = await desk.opened(campaign)
    assert (opened["replied"], opened["campaign"]["told"]) == (1, 2)
    assert sum(opened["delivered"].values()) == 2


async def test_the_dry_run_says_who_is_not_told_and_why_and_keeps_nothing(desk: Desk) -> None:
    async with desk.house.database.write() as connection:
        await connection.execute(
            outreach_consent.insert().values(
                identity_key=desk.key(1),
                purpose="service",
                granted=False,
                version="1",
                given_at=datetime.now(UTC),
            )
        )
    file = workbook(
        [*HEADING, "手机号"],
        [desk.key(0), "甲", "5 日"],
        [desk.key(1), "乙", "5 日"],
        [desk.key(0), "甲", "5 日"],
        ["0" * 24, "丙", "5 日"],
        ["张三", "丁", "5 日"],
        ["", "戊", "5 日", "138-0000-0000"],
        [desk.key(2), "", "5 日"],
        [desk.key(2), "=1+1", "5 日"],
        [desk.key(2), "4111111111111111", "5 日"],
        ["", "", "5 日"],
    )
    body = {"content": CONTENT, "file": file}
    answer = await desk.writer.ask("POST", f"{ALL}/try", body)
    assert answer.status == 200, answer.body
    assert {each["number"]: each["code"] for each in answer.body["unreached"]} == {
        3: "refused",
        4: "repeated",
        5: "nobody_known",
        6: "bad_number",
        7: "nobody_known",
        8: "value_missing",
        9: "formula",
        10: "secret",
        11: "nobody_named",
    }
    assert (answer.body["total"], answer.body["reached"]) == (10, 1)
    assert answer.body["examples"] == ["甲，您的贷款将于5 日到期。"]
    assert not await rows(desk.house, outreach_campaign)
    assert not await rows(desk.house, outreach_recipient)


async def test_marketing_goes_to_nobody_who_has_not_agreed(desk: Desk) -> None:
    bank = Bank(desk.house, desk.customers[0])
    word = {"addresses": bank.addresses, "purpose": "marketing", "version": "1", "granted": True}
    assert (await bank.send(word | {"at": "2026-11-01T00:00:00+00:00"}, "consents"))[0] == 200
    body = {"content": CONTENT | {"purpose": "marketing"}, "file": desk.list_of(0, 1)}
    answer = await desk.writer.ask("POST", f"{ALL}/try", body)
    assert answer.body["reasons"] == {"no_consent": 1}


async def test_a_campaign_that_is_stopped_tells_nobody_more(desk: Desk) -> None:
    campaign = await desk.create(desk.list_of(0, 1, 2), per_minute=1)
    await desk.step(campaign, "approve")
    await desk.customers[0].replies(2)
    answer = await desk.step(campaign, "stop", desk.writer)
    assert (answer.body["state"], answer.body["told"]) == ("stopped", 1)
    assert answer.body["reasons"] == {"stopped": 2}
    assert {row.body for row in await rows(desk.house, outreach_recipient)} == {None}
    assert (await desk.step(campaign, "stop")).status == 409


async def test_who_refused_or_was_told_enough_meanwhile_is_not_told(
    database_url: str, tmp_path: Path, bot: TestBot
) -> None:
    async with desk_of(database_url, tmp_path, bot, outreach_per_week=1) as desk:
        campaign = await desk.create(desk.list_of(0, 1, 2))
        for number, path, body in (
            (0, "consents", {"purpose": "service", "granted": False, "version": "1", "at": LATER}),
            (1, "events", PAYMENT | {"event": "e1", "valid_until": LATER}),
        ):
            bank = Bank(desk.house, desk.customers[number])
            assert (await bank.send(body | {"addresses": bank.addresses}, path))[0] in (200, 202)
        await desk.customers[1].replies(2)
        await desk.step(campaign, "approve")
        await desk.ended(campaign)
        found = {row.number: (row.state, row.code) for row in await rows(desk.house, outreach_recipient)}
        assert found == {2: ("dropped", "refused"), 3: ("dropped", "too_many"), 4: ("told", "")}


async def test_in_quiet_hours_a_campaign_waits_for_their_end(
    database_url: str, tmp_path: Path, bot: TestBot
) -> None:
    async with desk_of(database_url, tmp_path, bot, outreach_quiet="00:00-23:59") as desk:
        if datetime.now(UTC).strftime("%H:%M") == "15:59":
            pytest.skip("the one minute of the day that is not quiet")
        campaign = await desk.create(desk.list_of(0))
        await desk.step(campaign, "approve")

        async def waits() -> bool:
            next_at = (await rows(desk.house, outreach_campaign))[0].next_at
            return bool(next_at > datetime.now(UTC) + timedelta(seconds=1))

        await eventually(waits, True)
        assert (await desk.opened(campaign))["campaign"]["told"] == 0


@pytest.mark.parametrize(
    ("change", "file", "status"),
    [
        ({"text": "{姓名}您好"}, None, 400),
        ({"text": "{称呼"}, None, 400),
        ({"channels": ["fax"]}, None, 400),
        ({"valid_until": "2020-01-01T00:00:00+00:00"}, None, 400),
        ({"texts": {"sms": "您好"}}, None, 400),
        ({}, workbook(["称呼"], ["甲"]), 400),
        ({}, workbook(HEADING), 400),
        ({}, base64.b64encode(b"PK\x03\x04 no workbook").decode(), 400),
        ({}, "%%%", 400),
        ({}, workbook(HEADING, ["0" * 24, "甲", "乙"]), 409),
    ],
)
async def test_what_cannot_be_told_is_refused_and_nothing_is_kept(
    desk: Desk, change: dict[str, Any], file: str | None, status: int
) -> None:
    body = {"name": "甲", "content": CONTENT | change, "file": file or desk.list_of(0)}
    answer = await desk.writer.ask("POST", ALL, body)
    assert answer.status == status, answer.body
    assert not await rows(desk.house, outreach_campaign)


async def test_every_message_leaves_by_the_outbox(desk: Desk) -> None:
    campaign = await desk.create(desk.list_of(0, 1, 2))
    await desk.step(campaign, "approve")
    await desk.ended(campaign)

    async def left() -> int:
        return len(await rows(desk.house, outbox))

    await eventually(left, 0)
    assert (await desk.opened(campaign))["delivered"] == {"sent": 3}


async def test_who_serves_a_customer_sees_what_they_were_told(desk: Desk) -> None:
    campaign = await desk.create(desk.list_of(0))
    await desk.step(campaign, "approve")
    await desk.customers[0].replies(2)
    desk.house.bot.answer = hands_over
    await make_account(desk.house.hub.staff, "li.ming")
    async with staff_client(desk.house.settings.staff_port) as browser:
        await browser.sign_in("li.ming")
        async with open_desk(browser) as agent:
            await agent.wish("status", status="available")
            await desk.customers[0].send("找人工")
            task = await agent.accept()
            answer = await browser.ask("GET", f"/staff/tasks/{task}/told")
    (told,) = answer.body["told"]
    assert (told["campaign"], told["kind"], told["channel"]) == ("还款提醒", "", "webchat")
