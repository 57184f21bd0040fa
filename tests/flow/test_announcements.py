"""Emergency announcements: by two people, then the first line of each answer on their channels."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import select

from hub.store.schema_staff import audit
from tests.support.bot import echo
from tests.support.house import House
from tests.support.staff import StaffClient, make_account, staff_client
from tests.support.waiting import eventually
from tests.support.webchat import WebchatClient

SAID = "【公告】转账系统维护中，预计 18 点恢复"


@asynccontextmanager
async def signed_in(house: House, login: str, role: str) -> AsyncIterator[StaffClient]:
    await make_account(house.hub.staff, login, [role])
    async with staff_client(house.settings.staff_port, origin=house.settings.staff_origins[0]) as client:
        assert (await client.sign_in(login)).status == 200
        yield client


async def approved(writer: StaffClient, approver: StaffClient, **fields: Any) -> str:
    body = {"text": SAID.removeprefix("【公告】"), "minutes": 60} | fields
    written = await writer.ask("POST", "/staff/announcements", body)
    assert (written.status, written.body["stage"]) == (200, "waiting")
    one = f"/staff/announcements/{written.body['announcement_id']}"
    said = await approver.ask("POST", f"{one}/approve")
    assert (said.status, said.body["stage"]) == (200, "running")
    return one


class Asking:
    """A customer who asks again and again, and what stands first in each answer."""

    def __init__(self, client: WebchatClient) -> None:
        self.client = client
        self.count = 0

    async def first_line(self, question: str = "网点几点开门") -> str:
        self.count += 1
        await self.client.acked(await self.client.send(question))
        replies = await self.client.replies(self.count)
        return str(replies[-1]["segments"][0]["text"])


async def test_two_people_announce_and_every_answer_begins_with_it(house: House) -> None:
    house.bot.answer = echo
    async with (
        signed_in(house, "li.lead", "supervisor") as li,
        signed_in(house, "wang.lead", "supervisor") as wang,
        signed_in(house, "zhao.agent", "agent") as zhao,
        house.client() as client,
    ):
        asking = Asking(client)
        body = {"text": "不说", "minutes": 60}
        own = await li.ask("POST", "/staff/announcements", body)
        refused = await li.ask("POST", f"/staff/announcements/{own.body['announcement_id']}/approve")
        assert (refused.status, refused.code) == (403, "own_work")
        await approved(li, wang, text="只在短信里说", channels=["sms"])
        one = await approved(li, wang)
        await eventually(asking.first_line, SAID)
        async with house.client() as robbed:
            urgent = await Asking(robbed).first_line("我的信用卡刚被偷了")
            assert urgent == SAID, "what is urgent says it, too"
        shown = (await zhao.ask("GET", "/staff/announcements/running")).body["announcements"]
        assert [each["text"] for each in shown] == ["只在短信里说", SAID.removeprefix("【公告】")]
        assert (await zhao.ask("POST", f"{one}/end")).status == 403
        assert (await wang.ask("POST", f"{one}/end")).status == 200
        assert (await wang.ask("POST", f"{one}/approve")).code == "conflict", "it does not come back"
        await eventually(asking.first_line, "echo: 网点几点开门")
    async with house.database.read() as connection:
        found = (await connection.execute(select(audit.c.action, audit.c.result))).all()
    told = sorted((row.action, row.result) for row in found if row.action.startswith("announcement."))
    assert told.count(("announcement.approved", "done")) == 2
    assert told.count(("announcement.ended", "done")) == 1
    assert len([action for action, _ in told if action == "announcement.written"]) == 3


async def test_no_more_than_three_stand_before_an_answer(house: House) -> None:
    async with (
        signed_in(house, "li.editor", "editor") as li,
        signed_in(house, "wang.lead", "supervisor") as wang,
    ):
        for number in range(3):
            await approved(li, wang, text=f"第 {number} 条")
        fourth = await li.ask("POST", "/staff/announcements", {"text": "第四条", "minutes": 60})
        one = f"/staff/announcements/{fourth.body['announcement_id']}"
        assert (await wang.ask("POST", f"{one}/approve")).code == "conflict"
        assert (await li.ask("POST", f"{one}/approve")).code == "not_allowed", "an editor has no such right"
        two_lines = {"text": "一\n二", "minutes": 60}
        assert (await li.ask("POST", "/staff/announcements", two_lines)).status == 400
