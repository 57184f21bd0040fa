"""Who may approve is told how much waits: of each kind, within their reach, and nothing of their own."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from hub.clock import SystemClock
from hub.staff.four_eyes import By
from hub.staff.reach import Scope
from hub.store.staff import rights
from tests.support.house import House
from tests.support.staff import StaffClient, make_account, make_branches, staff_client
from tests.support.waiting_work import WORKS, Handed

ANYWHERE = frozenset({"knowledge/synonyms"})
"""Decided on by who has the right at all, however far it goes."""


class People:
    """Who writes, who decides, who may not, and who may somewhere else alone."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.accounts: dict[str, str] = {}
        self.clients: dict[str, StaffClient] = {}

    async def come(self, stack: AsyncExitStack) -> None:
        await make_branches(self.house.hub.staff, "east")
        await self._make_role()
        roles = {"writer": "supervisor", "other": "supervisor", "agent": "agent", "east": "in_the_east"}
        for login, role in roles.items():
            branch = "east" if login == "east" else "head"
            self.accounts[login] = await make_account(self.house.hub.staff, login, [role], branch)
            client = await stack.enter_async_context(staff_client(self.house.settings.staff_port))
            assert (await client.sign_in(login)).status == 200
            self.clients[login] = client

    async def _make_role(self) -> None:
        """A role that may approve everything that waits, in one's own branch."""
        approving = {work.right: Scope.BRANCH for work in self.house.hub.staff_catalog.waiting}
        async with self.house.database.write() as connection:
            await rights.add_role(connection, "in_the_east", "东区", "In the east")
            await rights.set_rights(connection, "in_the_east", approving)

    async def do(self, page: str, login: str, written: object = None) -> object:
        """Has somebody hand in work of this kind, or decide on what was `written`."""
        write, decide = WORKS[page]
        async with self.house.database.write() as connection:
            by = By(self.accounts[login], SystemClock().now())
            to = Handed(self.house, connection, by, self.accounts["agent"])
            return await (write(to) if written is None else decide(to, written))

    async def told(self, page: str) -> dict[str, int]:
        """How much is said to wait at a page, by whom it is said to."""
        found = {}
        for login, client in self.clients.items():
            answer = await client.ask("GET", "/staff/waiting")
            assert answer.status == 200, answer.body
            assert all(answer.body["pages"].values())
            assert all(answer.body["waiting"].values())
            found[login] = answer.body["pages"].get(page, 0)
        return found


@pytest.fixture
async def people(house: House) -> AsyncIterator[People]:
    async with AsyncExitStack() as stack:
        people = People(house)
        await people.come(stack)
        yield people


async def test_each_kind_of_work_waits_for_who_may_decide_on_it(house: House, people: People) -> None:
    assert {work.page for work in house.hub.staff_catalog.waiting} == set(WORKS), "each kind is tried here"
    nobody = dict.fromkeys(people.clients, 0)
    for page in WORKS:
        assert await people.told(page) == nobody, page
        written = await people.do(page, "writer")
        waits = nobody | {"other": 1, "east": int(page in ANYWHERE)}
        assert await people.told(page) == waits, page
        await people.do(page, "other", written)
        assert await people.told(page) == nobody, page


async def test_a_section_is_told_the_sum_of_its_pages(people: People) -> None:
    for page in ("knowledge/values", "knowledge/outlets", "diversion/rules"):
        await people.do(page, "writer")
    answer = (await people.clients["other"].ask("GET", "/staff/waiting")).body
    assert answer["waiting"] == {"knowledge": 2, "diversion": 1}
    assert answer["pages"] == {"knowledge/values": 1, "knowledge/outlets": 1, "diversion/rules": 1}


async def test_nothing_is_told_before_the_session_is_whole(house: House) -> None:
    await make_account(house.hub.staff, "new", ["supervisor"], must_change=True)
    async with staff_client(house.settings.staff_port) as client:
        assert (await client.ask("GET", "/staff/waiting")).code == "not_signed_in"
        await client.sign_in("new")
        assert (await client.ask("GET", "/staff/waiting")).code == "todo"
