"""Accounts, roles and branches: nobody gives more than they have, and nobody locks the house out."""

from typing import Any

import pytest
from sqlalchemy import select

from hub.staff import Scope
from hub.staff.reach import ObjectPlace, Reach
from hub.staff.roles import OWN_RIGHTS
from hub.store.schema_staff import account
from hub.store.staff import branches, rights
from tests.support.staff import Served, StaffClient, make_account, make_branches


@pytest.fixture
async def people(served: Served) -> dict[str, str]:
    """Ids of some accounts in two branches."""
    await make_branches(served.staff, "east", "west")
    made = {
        "boss": await make_account(served.staff, "boss", ["administrator"]),
        "zhao": await make_account(served.staff, "zhao", ["branch_administrator"], "east"),
        "shen": await make_account(served.staff, "shen", ["auditor"], "east"),
        "li": await make_account(served.staff, "li", ["agent"], "east"),
        "wu": await make_account(served.staff, "wu", ["agent"], "west"),
    }
    made["head-in-east"] = await make_account(served.staff, "chief", ["administrator"], "east")
    return made


async def test_a_new_account_gets_in_with_what_it_was_handed_and_no_further(
    served: Served, browser: StaffClient, other: StaffClient, people: dict[str, str]
) -> None:
    await browser.sign_in("zhao")
    body = {"login": "Neu.1", "name": "新人", "branch_id": "east", "roles": ["agent"]}
    made = await browser.ask("POST", "/staff/accounts", body)
    assert made.status == 200
    assert made.body["login"] == "neu.1"
    assert (await other.sign_in("neu.1", made.body["password"])).body["todo"] == ["password"]
    assert (await browser.ask("POST", "/staff/accounts", body)).code == "conflict"
    assert (await browser.ask("POST", "/staff/accounts", body | {"login": "a b"})).code == "bad_input"
    assert people


@pytest.mark.parametrize("roles", [["administrator"], ["auditor"], ["agent", "auditor"]])
async def test_nobody_gives_roles_that_may_do_more(
    browser: StaffClient, people: dict[str, str], roles: list[str]
) -> None:
    await browser.sign_in("zhao")
    path = f"/staff/accounts/{people['li']}/roles"
    assert (await browser.ask("PUT", path, {"roles": roles})).code == "not_allowed"
    body = {"login": "neu", "name": "新", "branch_id": "east", "roles": roles}
    assert (await browser.ask("POST", "/staff/accounts", body)).code == "not_allowed"
    assert (await browser.ask("PUT", path, {"roles": ["agent", "supervisor"]})).status == 200


@pytest.mark.parametrize("target", ["shen", "head-in-east", "zhao"])
async def test_nobody_takes_over_who_may_do_more_nor_changes_themselves(
    browser: StaffClient, people: dict[str, str], target: str
) -> None:
    await browser.sign_in("zhao")
    one = f"/staff/accounts/{people[target]}"
    for method, path, body in (
        ("POST", f"{one}/reset", None),
        ("PATCH", one, {"state": "disabled"}),
        ("PUT", f"{one}/roles", {"roles": []}),
        ("DELETE", f"{one}/sessions", None),
    ):
        assert (await browser.ask(method, path, body)).code == "not_allowed", (method, path)
    assert (await browser.me()).status == 200


async def test_a_house_keeps_somebody_who_gives_roles(browser: StaffClient, people: dict[str, str]) -> None:
    await browser.sign_in("boss")
    body = {"name_zh": "系统管理员", "name_en": "Administrator", "rights": {"roles.change": "all"}}
    assert (await browser.ask("PUT", "/staff/roles/administrator", body)).code == "conflict"
    assert (
        await browser.ask("PATCH", f"/staff/accounts/{people['boss']}", {"state": "disabled"})
    ).status == 403
    assert (await browser.ask("GET", "/staff/accounts")).status == 200


async def test_a_role_gives_what_it_says_and_nothing_unknown(
    browser: StaffClient, other: StaffClient, people: dict[str, str]
) -> None:
    await browser.sign_in("boss")
    body: dict[str, Any] = {"name_zh": "贵宾坐席", "name_en": "VIP", "rights": {"accounts.read": "team"}}
    made = (await browser.ask("POST", "/staff/roles", body)).body
    unknown = body | {"rights": {"no.such": "all"}}
    assert (await browser.ask("PUT", f"/staff/roles/{made['role']}", unknown)).code == "bad_input"
    given = await browser.ask("PUT", f"/staff/accounts/{people['li']}/roles", {"roles": [made["role"]]})
    assert given.body["roles"] == [made["role"]]
    assert (await other.sign_in("li")).body["rights"] == {"accounts.read": "team"}
    listed = await other.ask("GET", "/staff/accounts")
    assert [each["login"] for each in listed.body["accounts"]] == ["li"]


async def test_a_default_that_was_taken_away_stays_away(served: Served) -> None:
    async with served.staff.database.write() as connection:
        await rights.set_rights(connection, "agent", {})
    await served.staff.give_defaults(OWN_RIGHTS)
    async with served.staff.database.read() as connection:
        assert not await rights.rights_of_roles(connection, ["agent"])
        assert await rights.rights_of_roles(connection, ["supervisor"])


async def test_branches_move_with_all_below_and_never_under_themselves(
    served: Served, browser: StaffClient, people: dict[str, str]
) -> None:
    await browser.sign_in("boss")
    path = "/staff/branches"
    sub = (await browser.ask("POST", path, {"name": "支行", "parent_id": "east"})).body["branch_id"]
    deep = (await browser.ask("POST", path, {"name": "网点", "parent_id": sub})).body["branch_id"]
    for wrong in ("east", sub, deep):
        moved = await browser.ask("PATCH", "/staff/branches/east", {"parent_id": wrong})
        assert moved.code == "conflict", wrong
    assert (await browser.ask("PATCH", "/staff/branches/head", {"parent_id": "west"})).code == "conflict"
    assert (await browser.ask("PATCH", f"/staff/branches/{sub}", {"parent_id": "west"})).status == 200
    async with served.staff.database.read() as connection:
        assert await served.staff.directory.branch_path(connection, deep) == f"/head/west/{sub}/{deep}/"
        assert await branches.lies_below(connection, deep, "/head/west/")
        assert not await branches.lies_below(connection, deep, "/head/east/")
    assert people


@pytest.mark.parametrize(
    ("scope", "seen"),
    [
        (None, []),
        (Scope.OWN, ["li"]),
        (Scope.TEAM, ["li", "wu"]),
        (Scope.BRANCH, ["chief", "li", "shen", "wu", "zhao"]),
        (Scope.ALL, ["boss", "chief", "li", "shen", "wu", "zhao"]),
    ],
)
async def test_a_list_and_a_single_look_agree_on_the_reach(
    served: Served, people: dict[str, str], scope: Scope | None, seen: list[str]
) -> None:
    async with served.staff.database.write() as connection:
        await branches.add_team(connection, team_id="t", branch_id="east", name="组")
        await branches.set_members(connection, "t", [people["li"], people["wu"]])
        reach = Reach(scope, people["li"], ("t",), "/head/east/")
        where = reach.where(account=account.c.account_id, branch=account.c.branch_id)
        rows = (await connection.execute(select(account).order_by(account.c.login))).all()
        listed = (await connection.execute(select(account.c.login).where(where))).scalars()
        covered = [
            row.login
            for row in rows
            if await reach.covers(connection, ObjectPlace(row.account_id, row.branch_id))
        ]
    assert sorted(listed) == covered == seen


async def test_a_branch_whose_id_begins_alike_is_another_one(served: Served) -> None:
    await make_branches(served.staff, "east", "east2", "e_st")
    async with served.staff.database.read() as connection:
        assert not await branches.lies_below(connection, "east2", "/head/east/")
        assert not await branches.lies_below(connection, "east", "/head/e_st/")


async def test_other_parts_know_who_holds_a_right(served: Served, people: dict[str, str]) -> None:
    async with served.staff.database.read() as connection:
        found = await served.staff.directory.with_right(connection, "teams.change")
        one = await served.staff.directory.get(connection, people["wu"])
        assert await served.staff.directory.get(connection, "nobody") is None
    assert [each.login for each in found] == ["boss", "chief", "zhao"]
    assert one is not None
    assert (one.branch_id, one.active, one.team_ids) == ("west", True, ())
