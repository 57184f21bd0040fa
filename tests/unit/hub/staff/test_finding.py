"""Accounts, teams and entries of the audit are found by what is asked for, and by nothing out of reach."""

from typing import Any

import pytest
from sqlalchemy import update

from hub.store.schema_staff import audit
from hub.store.staff import branches
from tests.support.staff import Served, StaffClient, make_account, make_branches


@pytest.fixture
async def ids(served: Served) -> dict[str, str]:
    """Accounts in two branches and a team across both."""
    await make_branches(served.staff, "east", "west")
    made = {
        "boss": await make_account(served.staff, "boss", ["administrator"]),
        "zhao": await make_account(served.staff, "zhao", ["supervisor"], "east", name="赵主管"),
        "shen": await make_account(served.staff, "shen", ["auditor"], name="沈审计"),
        "li": await make_account(served.staff, "li.ming", ["agent"], "east", name="李明%"),
        "wu": await make_account(served.staff, "wu", ["agent", "editor"], "west", name="吴丽"),
    }
    async with served.staff.database.write() as connection:
        await branches.add_branch(
            connection, branch_id="sub", parent_id="east", name="支行", path="/head/east/sub/"
        )
        await branches.add_team(connection, team_id="t", branch_id="east", name="信用卡组")
        await branches.add_team(connection, team_id="far", branch_id="west", name="西区组")
        await branches.set_members(connection, "t", [made["li"], made["wu"]])
    made["sub"] = await make_account(served.staff, "sub", ["agent"], "sub", name="孙")
    return made


async def logins(client: StaffClient, query: str) -> list[str]:
    answer = await client.ask("GET", f"/staff/accounts?{query}")
    assert answer.status == 200, answer
    return [each["login"] for each in answer.body["accounts"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("text=LI.M", ["li.ming"]),
        ("text=吴", ["wu"]),
        ("text=%25", ["li.ming"]),
        ("role=agent", ["li.ming", "sub", "wu"]),
        ("branch_id=east", ["li.ming", "sub", "zhao"]),
        ("branch_id=east&role=agent&text=s", ["sub"]),
        ("team_id=t", ["li.ming", "wu"]),
        ("state=disabled", []),
        ("text=nobody", []),
    ],
)
async def test_accounts_are_found_by_what_is_asked_for(
    browser: StaffClient, ids: dict[str, str], query: str, found: list[str]
) -> None:
    assert ids
    await browser.sign_in("boss")
    assert await logins(browser, query) == found


async def test_what_is_found_lies_within_reach(browser: StaffClient, ids: dict[str, str]) -> None:
    assert ids
    await browser.sign_in("zhao")
    assert await logins(browser, "role=agent") == ["li.ming", "sub"]
    assert await logins(browser, "team_id=t") == ["li.ming"]
    assert (await browser.ask("GET", "/staff/accounts?branch_id=west")).code == "not_found"
    assert (await browser.ask("GET", "/staff/accounts?team_id=far")).code == "not_found"


async def test_roles_are_told_by_name_to_who_may_not_read_roles(
    browser: StaffClient, ids: dict[str, str]
) -> None:
    assert ids
    me = (await browser.sign_in("zhao")).body
    assert me["role_names"] == {"supervisor": {"zh": "主管", "en": "Supervisor"}}
    assert (await browser.ask("GET", "/staff/roles")).code == "not_allowed"
    shown = (await browser.ask("GET", f"/staff/accounts/{ids['li']}")).body
    assert shown["role_names"] == {"agent": {"zh": "坐席", "en": "Agent"}}
    assert shown["branch"] == "east"


async def test_members_out_of_reach_stay_and_who_joins_or_leaves_is_signed_out(
    browser: StaffClient, other: StaffClient, ids: dict[str, str]
) -> None:
    await browser.sign_in("zhao")
    await other.sign_in("li.ming")
    body = {"account_ids": [ids["sub"]]}
    changed = await browser.ask("PUT", "/staff/teams/t/members", body)
    assert sorted(changed.body["members"]) == sorted([ids["sub"], ids["wu"]])
    assert (await other.me()).code == "not_signed_in"
    named = await browser.ask("PATCH", "/staff/teams/t", {"name": "贵宾组"})
    assert named.body["name"] == "贵宾组"
    assert (await browser.ask("PATCH", "/staff/teams/t", {"branch_id": "west"})).code == "not_found"


async def test_teams_of_an_account_are_set_and_those_out_of_reach_stay(
    served: Served, browser: StaffClient, other: StaffClient, ids: dict[str, str]
) -> None:
    async with served.staff.database.write() as connection:
        await branches.set_teams(connection, ids["li"], ["far"])
    await browser.sign_in("zhao")
    await other.sign_in("li.ming")
    path = f"/staff/accounts/{ids['li']}/teams"
    assert (await browser.ask("PUT", path, {"team_ids": ["t"]})).body["team_ids"] == ["far", "t"]
    assert (await other.me()).code == "not_signed_in"
    await other.sign_in("li.ming")
    assert (await browser.ask("PUT", path, {"team_ids": ["t"]})).status == 200
    assert (await other.me()).status == 200, "nothing changed, so nobody is signed out"
    assert (await browser.ask("PUT", path, {"team_ids": ["far"]})).code == "not_found"
    assert (await browser.ask("PUT", path, {"team_ids": []})).body["team_ids"] == ["far"]
    west = f"/staff/accounts/{ids['wu']}/teams"
    assert (await browser.ask("PUT", west, {"team_ids": ["t"]})).code == "not_found"


async def test_entries_are_found_by_who_what_how_and_when(
    served: Served, browser: StaffClient, other: StaffClient, ids: dict[str, str]
) -> None:
    await other.sign_in("boss")
    await other.ask("PATCH", f"/staff/accounts/{ids['li']}", {"name": "李"})
    await other.ask("PATCH", f"/staff/accounts/{ids['boss']}", {"name": "钱"})
    began = served.clock.now().isoformat()
    served.clock.turn(60)
    await browser.sign_in("shen")

    async def found(**query: str) -> list[tuple[str, str]]:
        asked = "&".join(f"{name}={value.replace('+', '%2B')}" for name, value in query.items())
        answer = await browser.ask("GET", f"/staff/audit?{asked}")
        assert answer.status == 200, answer
        return [(each["action"], each["result"]) for each in answer.body["entries"]]

    changed = "account.changed"
    assert await found(action=changed) == [(changed, "refused"), (changed, "done")]
    assert await found(login="Boss", result="refused") == [(changed, "refused")]
    assert await found(kind="account", about=ids["li"]) == [(changed, "done")]
    assert await found(login="nobody") == []
    assert await found(until=began, action=changed) == []
    assert {action for action, _ in await found(since=began, login="boss")} == {changed, "session.signed_in"}
    later = served.clock.now().isoformat()
    assert {action for action, _ in await found(since=later)} == {"session.signed_in", "audit.read"}
    assert (await browser.ask("GET", "/staff/audit?since=2026-01-01T00:00:00")).code == "bad_input"


async def test_the_chain_is_looked_at_and_a_change_in_it_shows(
    served: Served, browser: StaffClient, ids: dict[str, str]
) -> None:
    assert ids
    await browser.sign_in("shen")
    await browser.ask("GET", "/staff/audit")
    state: dict[str, Any] = (await browser.ask("GET", "/staff/audit/chain")).body
    assert (state["holds"], state["entries"], state["checked_from"]) == (True, 3, 1)
    async with served.staff.database.write() as connection:
        await connection.execute(update(audit).where(audit.c.seq == 2).values(actor="nobody"))
    state = (await browser.ask("GET", "/staff/audit/chain")).body
    assert (state["holds"], state["broken_at"]) == (False, 2)
    await browser.sign_in("boss")
    assert (await browser.ask("GET", "/staff/audit/chain")).code == "not_allowed"
