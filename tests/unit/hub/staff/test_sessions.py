"""When a session is over: time, passwords, roles, state; and what is looked at for each request."""

from collections.abc import Awaitable, Callable

import pytest

from tests.support.staff import PASSWORD, Served, StaffClient, make_account, make_branches, staff_client

NEW = "another-tram-under-4-bridges"

Change = Callable[[StaffClient, str], Awaitable[int]]


async def test_a_session_ends_when_nobody_uses_it(served: Served, browser: StaffClient) -> None:
    await make_account(served.staff, "li.ming")
    await browser.sign_in("li.ming")
    for _ in range(3):
        served.clock.turn(1500)
        assert (await browser.me()).status == 200
    served.clock.turn(1801)
    assert (await browser.me()).code == "not_signed_in"


async def test_a_page_that_asks_by_itself_keeps_no_session_alive(
    served: Served, browser: StaffClient
) -> None:
    await make_account(served.staff, "li.ming")
    await browser.sign_in("li.ming")
    served.clock.turn(1000)
    assert (await browser.ask("GET", "/staff/me", X_Yuanqiao_Background="1")).status == 200
    served.clock.turn(1000)
    assert (await browser.me()).status == 401


async def test_a_session_ends_after_half_a_day_whatever_is_done(served: Served, browser: StaffClient) -> None:
    await make_account(served.staff, "li.ming")
    ends_at = (await browser.sign_in("li.ming")).body["ends_at"]
    assert ends_at == "2026-11-01T20:00:00Z"
    for _ in range(35):
        served.clock.turn(1200)
        assert (await browser.me()).status == 200
    served.clock.turn(1201)
    assert (await browser.me()).status == 401


async def test_signing_out_ends_the_session_and_not_only_the_cookie(
    served: Served, browser: StaffClient, other: StaffClient
) -> None:
    await make_account(served.staff, "li.ming")
    await browser.sign_in("li.ming")
    other.token = browser.token
    assert (await other.me()).status == 200
    await browser.ask("DELETE", "/staff/session")
    assert (await other.me()).status == 401


async def test_a_new_password_ends_every_other_session(
    served: Served, browser: StaffClient, other: StaffClient
) -> None:
    await make_account(served.staff, "li.ming")
    await browser.sign_in("li.ming")
    await other.sign_in("li.ming")
    before = browser.token
    body = {"password": PASSWORD, "new_password": NEW}
    assert (await browser.ask("POST", "/staff/me/password", body)).status == 200
    assert browser.token != before
    assert (await browser.me()).status == 200
    assert (await other.me()).status == 401
    assert (await other.sign_in("li.ming")).status == 401
    assert (await other.sign_in("li.ming", NEW)).status == 200


async def test_who_has_a_session_cannot_guess_the_password(served: Served, browser: StaffClient) -> None:
    await make_account(served.staff, "li.ming")
    await browser.sign_in("li.ming")
    guesses = [{"password": f"{NEW}{n}", "new_password": NEW} for n in range(6)]
    statuses = [(await browser.ask("POST", "/staff/me/password", guess)).status for guess in guesses]
    assert statuses == [401] * 5 + [429]


CHANGES: dict[str, Change] = {}


def change(name: str) -> Callable[[Change], Change]:
    """Adds a way in which an administrator changes an account."""

    def add(do: Change) -> Change:
        CHANGES[name] = do
        return do

    return add


@change("state")
async def disable(admin: StaffClient, account_id: str) -> int:
    return (await admin.ask("PATCH", f"/staff/accounts/{account_id}", {"state": "disabled"})).status


@change("branch")
async def move(admin: StaffClient, account_id: str) -> int:
    return (await admin.ask("PATCH", f"/staff/accounts/{account_id}", {"branch_id": "west"})).status


@change("roles")
async def give(admin: StaffClient, account_id: str) -> int:
    return (await admin.ask("PUT", f"/staff/accounts/{account_id}/roles", {"roles": []})).status


@change("password")
async def reset(admin: StaffClient, account_id: str) -> int:
    return (await admin.ask("POST", f"/staff/accounts/{account_id}/reset")).status


@change("team")
async def join(admin: StaffClient, account_id: str) -> int:
    made = await admin.ask("POST", "/staff/teams", {"name": "信用卡组", "branch_id": "east"})
    members = f"/staff/teams/{made.body['team_id']}/members"
    return (await admin.ask("PUT", members, {"account_ids": [account_id]})).status


@change("role")
async def change_role(admin: StaffClient, _account_id: str) -> int:
    body = {"name_zh": "主管", "name_en": "Supervisor", "rights": {}}
    return (await admin.ask("PUT", "/staff/roles/supervisor", body)).status


@pytest.mark.parametrize("what", CHANGES)
async def test_a_session_ends_with_what_it_was_begun_as(
    served: Served, browser: StaffClient, other: StaffClient, what: str
) -> None:
    await make_branches(served.staff, "east", "west")
    account_id = await make_account(served.staff, "zhao", ["supervisor"], "east")
    await make_account(served.staff, "boss", ["administrator"])
    await browser.sign_in("zhao")
    assert (await browser.ask("GET", "/staff/accounts")).status == 200
    await other.sign_in("boss")
    assert await CHANGES[what](other, account_id) == 200
    assert (await browser.ask("GET", "/staff/accounts")).status == 401
    assert (await other.me()).status == 200


async def test_what_a_role_loses_is_gone_with_the_next_request(
    served: Served, browser: StaffClient, other: StaffClient
) -> None:
    await make_account(served.staff, "zhao", ["supervisor"])
    await make_account(served.staff, "boss", ["administrator"])
    await browser.sign_in("zhao")
    await other.sign_in("boss")
    await CHANGES["role"](other, "")
    await browser.sign_in("zhao")
    assert (await browser.ask("GET", "/staff/accounts")).code == "not_allowed"


async def test_a_password_that_somebody_gave_has_to_be_changed_first(served: Served) -> None:
    await make_account(served.staff, "zhao", ["supervisor"], must_change=True)
    async with staff_client(served.port) as client:
        assert (await client.sign_in("zhao")).body["todo"] == ["password"]
        assert (await client.ask("GET", "/staff/accounts")).code == "todo"
        same = {"password": PASSWORD, "new_password": PASSWORD}
        assert (await client.ask("POST", "/staff/me/password", same)).status == 401
        changed = await client.ask("POST", "/staff/me/password", {"password": PASSWORD, "new_password": NEW})
        assert changed.body["todo"] == []
        assert (await client.ask("GET", "/staff/accounts")).status == 200
