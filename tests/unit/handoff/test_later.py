"""What is written now is sent at its time, once, by who owns the conversation then; else it says so."""

import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from handoff.later import MOST, Later, SendingLater
from handoff.store import later, notes
from handoff.store.reservations import TaskKey
from handoff.store.schema_asides import later_message
from handoff.transferring import Target, Transferring
from handoff.words import keeping
from handoff.words.rules import RuleKind, WordRule
from handoff.words.speaking import Speaker, Speaking
from hub.errors import BadInput, Conflict, ForbiddenWords, NotFound
from hub.staff import Staff, open_staff
from hub.store.database import Database
from hub.store.schema import message
from tests.support.house import make_settings
from tests.support.staff import make_account
from tests.unit.handoff.floor import ZONE, Floor

TEXT = "您要的对账单已寄出，请留意查收。"


class Desk:
    """An agent who owns a customer, and a colleague."""

    def __init__(self, floor: Floor, staff: Staff, li: str, wang: str) -> None:
        self.floor, self.staff, self.li, self.wang = floor, staff, li, wang
        speaking = Speaking(floor.commands)
        self.later = Later(speaking, floor.spine.clock)
        self.sending = SendingLater(floor.spine.database, floor.spine.clock, speaking, staff.directory, ZONE)
        self.key: TaskKey

    def speaker(self, account: str) -> Speaker:
        return Speaker(account, "李明", "/head/")

    async def do(self, name: str, *arguments: Any) -> None:
        async with self.floor.spine.database.write() as connection:
            await getattr(self.later, name)(connection, *arguments)

    async def plan(self, after_s: float = 600, text: str = TEXT, wish: str = "") -> str:
        wish = wish or str(uuid.uuid4())
        at = self.floor.spine.clock.now() + timedelta(seconds=after_s)
        await self.do("do_plan", self.speaker(self.li), self.key, text, at, wish)
        return wish

    async def goes_by(self, seconds: float) -> list[str]:
        """What agents have said by then."""
        self.floor.spine.clock.turn(seconds)
        await self.sending.send_due()
        rows = await self.floor.spine.rows(message)
        return [str(row.segments[0].get("text")) for row in rows if row.author_kind == "agent"]

    async def states(self) -> list[tuple[str, str]]:
        return [(row.state, row.why) for row in await self.floor.spine.rows(later_message)]

    async def noted(self) -> list[str]:
        async with self.floor.spine.database.read() as connection:
            rows = await notes.of_conversation(connection, self.key.identity, self.key.conversation)
        return [row.text for row in rows]


@pytest.fixture
async def desk(floor: Floor, database: Database, tmp_path: Path) -> Desk:
    url = database.url.render_as_string(hide_password=False)
    staff = open_staff(make_settings(url, tmp_path, 1), database, floor.spine.clock)
    made = Desk(floor, staff, await make_account(staff, "li"), await make_account(staff, "wang"))
    await floor.available(made.li)
    made.key = await floor.asks()
    await floor.round()
    await floor.accept(made.li)
    return made


async def test_it_is_sent_at_its_time_and_once(desk: Desk) -> None:
    await desk.plan(600)
    assert await desk.goes_by(599) == []
    assert await desk.goes_by(2) == [TEXT]
    assert await desk.goes_by(600) == [TEXT]
    assert await desk.states() == [("sent", "")]


async def test_the_same_wish_again_is_one_message(desk: Desk) -> None:
    wish = await desk.plan(600)
    await desk.plan(600, wish=wish)
    assert len(await desk.states()) == 1


async def test_it_is_changed_and_called_off(desk: Desk) -> None:
    wish, other = await desk.plan(600), await desk.plan(700)
    at = desk.floor.spine.clock.now() + timedelta(seconds=60)
    await desk.do("do_change", desk.speaker(desk.li), wish, "先寄了一份", at)
    await desk.do("do_call_off", desk.speaker(desk.li), other)
    assert await desk.goes_by(61) == ["先寄了一份"]
    assert await desk.goes_by(900) == ["先寄了一份"]
    with pytest.raises(NotFound):
        await desk.do("do_change", desk.speaker(desk.li), wish, "再改", at + timedelta(seconds=3600))


async def test_another_agents_is_nobodys(desk: Desk) -> None:
    wish = await desk.plan(600)
    at = desk.floor.spine.clock.now() + timedelta(seconds=60)
    for name, arguments in (("do_change", (wish, "x", at)), ("do_call_off", (wish,))):
        with pytest.raises(NotFound):
            await desk.do(name, desk.speaker(desk.wang), *arguments)
    with pytest.raises(NotFound):
        await desk.do("do_plan", desk.speaker(desk.wang), desk.key, TEXT, at, str(uuid.uuid4()))


async def test_after_the_owner_has_changed_it_is_not_sent_and_says_so(desk: Desk) -> None:
    wish = await desk.plan(600)
    moving = Transferring(desk.floor.spine.conversations, desk.floor.spine.clock)
    async with desk.floor.spine.database.write() as connection:
        to = Target(queue="general")
        await moving.do_transfer(connection, desk.li, "李明", desk.key, to, "请接手", str(uuid.uuid4()))
    assert await desk.goes_by(600) == []
    assert await desk.states() == [("not_sent", "owner_changed")]
    told = (await desk.noted())[-1]
    assert "没有发出" in told
    assert TEXT in told
    async with desk.floor.spine.database.read() as connection:
        assert len(await later.shown(connection, desk.li)) == 1, "the agent's list says so"
    await desk.do("do_call_off", desk.speaker(desk.li), wish)
    async with desk.floor.spine.database.read() as connection:
        assert await later.shown(connection, desk.li) == []


async def test_after_the_end_it_is_not_sent(desk: Desk) -> None:
    await desk.plan(600)
    await desk.floor.end(desk.li, desk.key)
    assert await desk.goes_by(601) == []
    assert await desk.states() == [("not_sent", "closed")]


async def test_rules_about_words_hold_when_it_is_written_and_when_it_is_sent(desk: Desk) -> None:
    await desk.plan(600, "年化稳赚")
    rule = WordRule("", RuleKind.FORBIDDEN, "理财", (), ("稳赚",), "", "不得承诺收益")
    async with desk.floor.spine.database.write() as connection:
        await keeping.do_add(connection, "head", rule, desk.staff.clock.now())
    with pytest.raises(ForbiddenWords):
        await desk.plan(600, "稳赚不赔")
    assert await desk.goes_by(601) == []
    assert await desk.states() == [("not_sent", "forbidden_words")]


@pytest.mark.parametrize("after_s", [-1, 0, 7 * 24 * 3600 + 1])
async def test_a_time_that_is_none(desk: Desk, after_s: float) -> None:
    with pytest.raises(BadInput):
        await desk.plan(after_s)


async def test_no_more_than_so_many_wait(desk: Desk) -> None:
    for _ in range(MOST):
        await desk.plan(600)
    with pytest.raises(Conflict):
        await desk.plan(600)
