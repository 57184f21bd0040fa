"""Who gets in: guessing, logins that are none, sessions that were planted, requests of other sites."""

import asyncio

import pytest

from hub.store.staff import accounts
from tests.support.staff import PASSWORD, Served, StaffClient, make_account, staff_client

WRONG = "some-other-words-of-7-hills"


async def test_a_wrong_password_and_an_unknown_login_are_told_alike(
    served: Served, browser: StaffClient
) -> None:
    await make_account(served.staff, "li.ming")
    wrong, unknown = await browser.sign_in("li.ming", WRONG), await browser.sign_in("nobody", WRONG)
    assert wrong.status == unknown.status == 401
    assert wrong.body == unknown.body == {"code": "wrong_credentials", "detail": wrong.body["detail"]}
    assert not browser.token


async def test_guessing_is_slowed_down_more_and_more(served: Served, browser: StaffClient) -> None:
    await make_account(served.staff, "li.ming")
    for _ in range(5):
        assert (await browser.sign_in("li.ming", WRONG)).status == 401
    waits = []
    for _ in range(4):
        locked = await browser.sign_in("li.ming")  # even the right one
        assert locked.code == "too_many"
        waits.append(int(locked.headers["Retry-After"]))
        served.clock.turn(waits[-1])
        assert (await browser.sign_in("li.ming", WRONG)).status == 401
    assert waits == [30, 60, 120, 240]
    served.clock.turn(901)
    assert (await browser.sign_in("li.ming")).status == 200
    assert (await browser.sign_in("li.ming", WRONG)).status == 401  # counted from the beginning


async def test_guesses_at_once_are_no_more_than_one_after_the_other(served: Served) -> None:
    await make_account(served.staff, "li.ming")
    async with staff_client(served.port) as client:
        answers = await asyncio.gather(*(client.sign_in("li.ming", f"{WRONG}{n}") for n in range(40)))
    assert [answer.status for answer in answers].count(401) == 5
    assert {answer.status for answer in answers} == {401, 429}


async def test_one_address_cannot_try_many_logins(served: Served) -> None:
    await make_account(served.staff, "li.ming")
    async with staff_client(served.port, "203.0.113.7") as guesser:
        statuses = [(await guesser.sign_in(f"login{n}", WRONG)).status for n in range(101)]
    assert statuses == [401] * 100 + [429]
    async with staff_client(served.port, "203.0.113.8") as neighbour:
        assert (await neighbour.sign_in("li.ming")).status == 200


async def test_an_office_that_signs_in_locks_nobody_out(served: Served) -> None:
    for n in range(3):
        await make_account(served.staff, f"agent{n}")
    async with staff_client(served.port, "203.0.113.7") as office:
        for n in range(120):
            assert (await office.sign_in(f"agent{n % 3}")).status == 200


async def test_a_planted_session_stays_nobodys(
    served: Served, browser: StaffClient, other: StaffClient
) -> None:
    await make_account(served.staff, "li.ming")
    browser.token = other.token = "a-token-that-somebody-has-planted-there"
    assert (await browser.sign_in("li.ming")).status == 200
    assert browser.token != other.token
    assert (await other.me()).status == 401


async def test_a_session_that_is_left_for_another_one_is_over(
    served: Served, browser: StaffClient, other: StaffClient
) -> None:
    await make_account(served.staff, "li.ming")
    await make_account(served.staff, "wang.fang")
    await browser.sign_in("li.ming")
    other.token = browser.token
    await browser.sign_in("wang.fang")
    assert (await browser.me()).body["login"] == "wang.fang"
    assert (await other.me()).code == "not_signed_in"


async def test_the_database_holds_no_token(served: Served, browser: StaffClient) -> None:
    await make_account(served.staff, "li.ming")
    await browser.sign_in("li.ming")
    async with served.staff.database.read() as connection:
        found = await connection.exec_driver_sql("SELECT * FROM staff_session")
        row = " ".join(str(value) for value in found.one())
    assert browser.token
    assert browser.token not in row


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": None},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"X_Yuanqiao_Staff": None},
        {"X_Yuanqiao_Staff": "0"},
    ],
)
async def test_what_another_site_could_send_does_nothing(
    served: Served, browser: StaffClient, headers: dict[str, str | None]
) -> None:
    await make_account(served.staff, "li.ming")
    refused = await browser.ask(
        "POST", "/staff/session", {"login": "li.ming", "password": PASSWORD}, **headers
    )
    assert (refused.status, refused.code) == (403, "foreign_request")
    await browser.sign_in("li.ming")
    assert (await browser.ask("DELETE", "/staff/session", **headers)).code == "foreign_request"
    assert (await browser.me()).status == 200


async def test_a_form_of_another_site_is_no_json(served: Served, browser: StaffClient) -> None:
    refused = await browser.ask(
        "POST", "/staff/session", {"login": "a", "password": "b"}, Content_Type="text/plain"
    )
    assert refused.status == 415


async def test_who_is_disabled_while_the_password_is_looked_at_stays_outside(
    served: Served, browser: StaffClient
) -> None:
    account_id = await make_account(served.staff, "li.ming")
    looking = asyncio.Event()
    go_on = asyncio.Event()
    matches = served.staff.passwords.matches

    async def slowly(stored: str | None, password: str) -> bool:
        looking.set()
        await go_on.wait()
        return await matches(stored, password)

    served.staff.passwords.matches = slowly  # type: ignore[method-assign]
    signing_in = asyncio.create_task(browser.sign_in("li.ming"))
    await looking.wait()
    async with served.staff.database.write() as connection:
        await accounts.set_values(connection, account_id, state="disabled")
    go_on.set()
    assert (await signing_in).code == "wrong_credentials"


async def test_what_is_sent_wrongly_is_told_without_repeating_it(browser: StaffClient) -> None:
    told = await browser.ask(
        "POST", "/staff/session", {"login": "x", "password": "geheim", "extra": "geheim"}
    )
    assert told.status == 400
    assert "geheim" not in str(told.body)
    assert (await browser.ask("POST", "/staff/session", {"login": "x" * 101, "password": "y"})).status == 400
    assert (await browser.ask("GET", "/staff/me?x=1")).status == 400
