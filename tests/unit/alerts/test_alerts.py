"""Who is not at the desk has one card of what waits for them, without a word of any customer."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from alerts.alerts import QUIET, TRIES, Alerts
from alerts.card import words_of
from alerts.causes import DUTY_AFTER, MANAGED, OVERDUE, URGENT
from alerts.store import addresses
from alerts.store.schema import alert, alert_address
from cases.store.schema import case_file
from handoff.nights import RIGHTS
from handoff.store import reservations
from hub.messages import Event, Message
from hub.ports import Address, Delivery, Parts, SendOutcome
from hub.staff import open_staff
from hub.store import leases
from hub.store.database import Database
from hub.store.schema_staff import session
from tests.support.house import make_settings
from tests.support.staff import make_account
from tests.unit.handoff.floor import Floor
from tests.unit.handoff.test_managers import manages, signs_in
from tests.unit.hub.spine import Spine

SENT = Delivery(SendOutcome.SENT)
DESK = "https://desk.bank.example/"


class Wecom:
    """Takes cards; says what it is told to say."""

    def __init__(self) -> None:
        self.says = SENT
        self.cards: list[tuple[str, Message]] = []

    async def send(self, address: Address, message: Message, parts: Parts) -> Delivery:
        self.cards.append((address.external_id, message))
        return self.says

    async def show(self, address: Address, event: Event) -> None:
        raise AssertionError("nobody types")

    def told(self) -> list[tuple[str, str]]:
        """To whom, and what, since the last time; empties the list."""
        found = [(who, message.segments[0].words()) for who, message in self.cards]
        self.cards.clear()
        return found


class Office:
    """An agent with a card's address, a supervisor on duty, and one who looks."""

    def __init__(self, spine: Spine, accounts: dict[str, str], directory: Any) -> None:
        self.spine = spine
        self.floor = Floor(spine)
        self.ids = accounts
        self.wecom = Wecom()
        senders = {"wecom": self.wecom}
        self.alerts = Alerts(spine.database, spine.clock, directory, senders, DESK)

    async def looks(self, after_s: float = 0.0) -> list[tuple[str, str]]:
        """What is sent after so long."""
        self.spine.clock.turn(after_s)
        await self.alerts.look()
        return self.wecom.told()

    async def sits_down(self, login: str) -> None:
        """The desk is open, and used."""
        account, now = self.ids[login], self.spine.clock.now()
        await self.floor.do("do_hear", account)
        await self.floor.do("do_set_status", account, "busy")
        values = {"digest": login, "account_id": account, "means": "password", "created_at": now}
        async with self.spine.database.write() as connection:
            await connection.execute(insert(session).values(**values, seen_at=now))

    async def case(self, owner: str, number: str = "TS1", state: str = "open") -> None:
        """A case whose date passed a minute ago."""
        now = self.spine.clock.now()
        async with self.spine.database.write() as connection:
            values = {
                "number": number,
                "identity_key": "a" * 24,
                "conversation": 1,
                "turn": 1,
                "state": state,
                "branch_id": "head",
                "owner_id": self.ids[owner],
                "escalated": False,
                "due_at": now - timedelta(seconds=60),
                "created_at": now - timedelta(days=9),
            }
            await connection.execute(insert(case_file).values(**values))


@pytest.fixture
async def office(spine: Spine, database: Database, tmp_path: Path) -> Office:
    url = database.url.render_as_string(hide_password=False)
    staff = open_staff(make_settings(url, tmp_path, 1), database, spine.clock)
    await staff.give_defaults(RIGHTS)
    made = {login: await make_account(staff, login, [login]) for login in ("agent", "supervisor")}
    async with database.write() as connection:
        for login, account in made.items():
            await addresses.put(connection, account, "staff", f"wx-{login}", spine.clock.now())
    return Office(spine, made, staff.directory)


async def test_whoever_is_on_duty_hears_once_of_an_urgent_customer_nobody_takes(office: Office) -> None:
    await office.floor.asks("张三丰", urgent=True)
    assert await office.looks(DUTY_AFTER.total_seconds() - 1) == []
    assert await office.looks(2) == [("wx-supervisor", "工作台：有事等您处理\n紧急客户等待人工：1 位")]
    assert await office.looks(QUIET.total_seconds() + 1) == [], "once"


async def test_a_card_names_no_customer_and_opens_the_desk(office: Office) -> None:
    key = await office.floor.asks("张三丰", urgent=True)
    await office.looks(60)
    office.spine.clock.turn(600)
    await office.floor.asks("李四", urgent=True)
    office.spine.clock.turn(60)
    await office.alerts.look()
    ((_, message),) = office.wecom.cards
    text = message.model_dump_json()
    assert DESK in text
    assert not any(each in text for each in ("张三丰", "李四", key.identity, "转人工", "客户要求人工"))


async def test_what_comes_meanwhile_goes_with_the_next_card(office: Office) -> None:
    await office.floor.asks("one", urgent=True)
    assert len(await office.looks(60)) == 1
    for each in ("two", "three"):
        await office.floor.asks(each, urgent=True)
    assert await office.looks(31) == []
    await office.case("supervisor")
    assert await office.looks(31) == [
        ("wx-supervisor", "工作台：有事等您处理\n紧急客户等待人工：2 位\n超过期限的工单：1 件")
    ]


async def test_who_sits_at_the_desk_has_no_card_until_they_leave(office: Office) -> None:
    await office.sits_down("supervisor")
    await office.floor.asks("visitor", urgent=True)
    office.spine.clock.turn(31)
    await office.floor.do("do_hear", office.ids["supervisor"])
    assert await office.looks() == []
    assert len(await office.looks(60)) == 1, "the desk is not heard any more"


async def test_a_desk_that_is_open_and_not_used_keeps_no_card_back(office: Office) -> None:
    await office.sits_down("supervisor")
    await office.floor.asks("visitor", urgent=True)
    office.spine.clock.turn(240)
    await office.floor.do("do_hear", office.ids["supervisor"])
    assert len(await office.looks()) == 1


async def test_what_is_over_before_it_could_be_told_is_not_told(office: Office) -> None:
    office.wecom.says = Delivery(SendOutcome.RETRY, code="not_reached")
    key = await office.floor.asks("visitor", urgent=True)
    assert len(await office.looks(31)) == 1
    async with office.spine.database.write() as connection:
        await _end_wait(connection, key)
    assert await office.looks(600) == []
    assert [row.state for row in await office.spine.rows(alert)] == ["over"]


async def _end_wait(connection: Any, key: Any) -> None:
    await reservations.move_task(connection, key, "queued", "cancelled")


async def test_a_card_that_did_not_go_is_tried_again_later_each_time(office: Office) -> None:
    office.wecom.says = Delivery(SendOutcome.RETRY, code="not_reached")
    await office.case("agent")
    assert len(await office.looks()) == 1
    assert [len(await office.looks(5)) for _ in range(4)] == [0, 1, 0, 0]
    (row,) = [each for each in await office.spine.rows(alert_address) if each.code]
    assert (row.member, row.code) == ("wx-agent", "not_reached")
    office.wecom.says = SENT
    assert len(await office.looks(20)) == 1
    assert [row.state for row in await office.spine.rows(alert)] == ["sent"]
    assert {row.code for row in await office.spine.rows(alert_address)} == {""}


async def test_a_member_who_is_none_is_given_up_and_said_so(office: Office) -> None:
    office.wecom.says = Delivery(SendOutcome.REJECTED, code="wecom_invaliduser")
    await office.case("agent")
    assert len(await office.looks()) == 1
    assert await office.looks(3600) == []
    assert [row.state for row in await office.spine.rows(alert)] == ["given_up"]
    assert "wecom_invaliduser" in {row.code for row in await office.spine.rows(alert_address)}


async def test_nothing_is_tried_for_ever(office: Office) -> None:
    office.wecom.says = Delivery(SendOutcome.RETRY, code="no_answer")
    await office.case("agent")
    sent = sum([len(await office.looks(900)) for _ in range(TRIES + 3)])
    assert sent == TRIES


async def test_a_manager_hears_of_their_own_customer_and_of_no_other(office: Office) -> None:
    await manages(office.floor, {"C1": "agent"})
    await signs_in(office.floor, "own", "C1")
    await signs_in(office.floor, "other", "C2")
    for each in ("own", "other"):
        await office.floor.asks(each)
    assert await office.looks() == [], "who is served at once is no news"
    assert await office.looks(11) == [("wx-agent", "工作台：有事等您处理\n您的管户客户等待人工：1 位")]


@pytest.mark.parametrize("state", ["replied", "closed"])
async def test_a_case_with_its_reply_is_not_overdue(office: Office, state: str) -> None:
    await office.case("agent", state=state)
    assert await office.looks() == []


async def test_a_process_that_lost_the_lease_sends_nothing(office: Office) -> None:
    async with office.spine.database.write() as connection:
        now = office.spine.clock.now()
        old = await leases.take(connection, "alerts", "a", now, 1.0)
        assert old is not None
        await leases.take(connection, "alerts", "b", now + timedelta(seconds=2), 9.0)
    await office.case("agent")
    assert await office.alerts.look(old) is False
    assert office.wecom.told() == []


async def test_without_an_address_nobody_is_told(office: Office) -> None:
    async with office.spine.database.write() as connection:
        for each in office.ids.values():
            await addresses.remove(connection, each)
    await office.case("agent")
    assert await office.looks() == []


def test_the_urgent_stand_first() -> None:
    assert words_of([OVERDUE, MANAGED, URGENT, URGENT]).splitlines() == [
        "紧急客户等待人工：2 位",
        "您的管户客户等待人工：1 位",
        "超过期限的工单：1 件",
    ]
