"""Whoever's account somebody else changes hears of it by mail: where there is mail, and an address."""

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import StoreUnavailable
from hub.ports import Letter
from hub.store.encrypted import read_data_keys
from hub.store.schema_staff import account, audit
from mail.letters import Letters
from mail.smtp import SmtpServer
from mail.store.schema import letter
from tests.support.smtp import MailServer, mail_server
from tests.support.staff import PASSWORD, Served, StaffClient, make_account, make_branches

TO = "li.ming@bank.example"


class House:
    """An administrator, an account, and the house's mail on a server of the test."""

    def __init__(self, served: Served, server: MailServer, li: str) -> None:
        self.server = server
        self.path = f"/staff/accounts/{li}"
        keys = read_data_keys(served.staff.settings.data_keys.get_secret_value())
        smtp = SmtpServer("127.0.0.1", server.port, "off", 10.0)
        self.letters = Letters(served.staff.database, served.clock, keys, smtp, sender="desk@bank.example")

    async def arrived(self) -> list[tuple[str, str]]:
        """To whom, and what, since the last look."""
        await self.letters.send_due()
        found = [(str(each["To"]), each.get_content()) for each in self.server.taken]
        self.server.taken.clear()
        return found


@pytest.fixture
async def li(served: Served) -> str:
    await make_branches(served.staff, "east")
    await make_account(served.staff, "boss", ["administrator"])
    return await make_account(served.staff, "li.ming", ["agent"], "east")


async def test_each_change_by_somebody_else_is_told_and_no_password_with_it(
    served: Served, browser: StaffClient, other: StaffClient, li: str
) -> None:
    async with mail_server() as server:
        house = House(served, server, li)
        served.staff.notices.use(house.letters)
        await browser.sign_in("boss")
        assert (await browser.ask("PATCH", house.path, {"email": TO})).body["email"] == TO
        assert await house.arrived() == [], "there was no address before"
        handed = (await browser.ask("POST", f"{house.path}/reset")).body["password"]
        ((to, text),) = await house.arrived()
        assert to == TO
        assert "li.ming" in text
        assert "密码已由管理员重置" in text
        assert handed not in text
        await browser.ask("PUT", f"{house.path}/roles", {"roles": ["supervisor"]})
        assert "角色" in (await house.arrived())[0][1]
        await browser.ask("PATCH", house.path, {"name": "李明"})
        assert await house.arrived() == []
        await browser.ask("PATCH", house.path, {"state": "disabled"})
        assert "状态" in (await house.arrived())[0][1]
        await browser.ask("PATCH", house.path, {"state": "active", "email": "thief@evil.example"})
        assert [to for to, _ in await house.arrived()] == [TO, TO], "the old address hears of the new one"
        await other.sign_in("li.ming", handed)
        body = {"password": handed, "new_password": f"{PASSWORD}-anew"}
        assert (await other.ask("POST", "/staff/me/password", body)).status == 200
        ((to, text),) = await house.arrived()
        assert (to, "您的密码已修改" in text) == ("thief@evil.example", True)


async def test_a_change_that_is_refused_writes_no_letter(
    served: Served, browser: StaffClient, li: str
) -> None:
    async with mail_server() as server:
        house = House(served, server, li)
        await browser.sign_in("boss")
        await browser.ask("PATCH", house.path, {"email": TO})
        served.staff.notices.use(house.letters)
        refused = await browser.ask("PUT", f"{house.path}/roles", {"roles": ["no-such-role"]})
        assert refused.code == "not_found"
        assert await house.arrived() == []


async def test_without_mail_nothing_is_written(served: Served, browser: StaffClient, li: str) -> None:
    await browser.sign_in("boss")
    path = f"/staff/accounts/{li}"
    await browser.ask("PATCH", path, {"email": TO})
    await browser.ask("POST", f"{path}/reset")
    async with served.staff.database.read() as connection:
        assert (await connection.execute(select(letter))).first() is None


async def test_where_letters_cannot_be_written_the_change_does_not_take_place(
    served: Served, browser: StaffClient, li: str
) -> None:
    class Broken:
        async def do_write(self, connection: AsyncConnection, letter: Letter) -> None:
            raise StoreUnavailable("no room")

    await browser.sign_in("boss")
    path = f"/staff/accounts/{li}"
    await browser.ask("PATCH", path, {"email": TO})
    served.staff.notices.use(Broken())
    assert (await browser.ask("PATCH", path, {"state": "disabled"})).status == 503
    assert (await browser.ask("GET", path)).body["state"] == "active"


async def test_an_address_is_encrypted_stands_in_no_list_and_in_no_audit(
    served: Served, browser: StaffClient, li: str
) -> None:
    await browser.sign_in("boss")
    path = f"/staff/accounts/{li}"
    await browser.ask("PATCH", path, {"email": TO})
    assert TO not in str((await browser.ask("GET", "/staff/accounts")).body)
    async with served.staff.database.read() as connection:
        stored = (await connection.execute(select(account))).all()
        entries = (await connection.execute(select(audit))).all()
    assert TO not in repr(stored) + repr(entries)
    assert any(row.email is not None for row in stored)
    assert (await browser.ask("PATCH", path, {"email": "no address"})).code == "bad_input"
    assert (await browser.ask("PATCH", path, {"email": ""})).body["email"] == ""


async def test_a_new_account_may_have_one(browser: StaffClient, li: str) -> None:
    assert li
    await browser.sign_in("boss")
    body = {"login": "neu", "name": "新", "branch_id": "east", "roles": [], "email": TO}
    made = await browser.ask("POST", "/staff/accounts", body)
    opened = await browser.ask("GET", f"/staff/accounts/{made.body['account_id']}")
    assert (opened.body["email"], opened.body["has_email"]) == (TO, True)
