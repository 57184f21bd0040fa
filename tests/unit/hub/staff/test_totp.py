"""One-time codes: each is good for once, and for its minute and a half."""

import asyncio

import pytest

from hub.settings import Settings
from hub.staff import open_staff
from hub.store.database import Database
from tests.support.clock import HandClock
from tests.support.staff import (
    PASSWORD,
    Served,
    StaffClient,
    make_account,
    serving_staff,
    set_totp,
    staff_client,
)


async def test_a_code_is_wanted_and_good_for_once(served: Served, browser: StaffClient) -> None:
    await make_account(served.staff, "li.ming")
    await browser.sign_in("li.ming")
    app = await set_totp(browser, served.clock)
    used = app.at(served.clock.now())
    assert (await browser.me()).body["has_totp"] is True
    assert (await browser.sign_in("li.ming")).code == "code_needed"
    assert (await browser.sign_in("li.ming", code=used)).code == "wrong_credentials"  # it confirmed the app
    served.clock.turn(30)
    fresh = app.at(served.clock.now())
    assert (await browser.sign_in("li.ming", code=fresh)).status == 200
    assert (await browser.sign_in("li.ming", code=fresh)).code == "wrong_credentials"
    assert (await browser.sign_in("li.ming", code=used)).code == "wrong_credentials"


async def test_one_code_that_is_sent_twice_at_once_lets_one_in(served: Served, browser: StaffClient) -> None:
    await make_account(served.staff, "li.ming")
    await browser.sign_in("li.ming")
    app = await set_totp(browser, served.clock)
    served.clock.turn(60)
    code = app.at(served.clock.now())
    answers = await asyncio.gather(*(browser.sign_in("li.ming", code=code) for _ in range(4)))
    assert sorted(answer.status for answer in answers) == [200, 401, 401, 401]


@pytest.mark.parametrize(("seconds", "status"), [(-60, 401), (-30, 200), (0, 200), (30, 200), (60, 401)])
async def test_a_clock_may_differ_by_one_step(
    served: Served, browser: StaffClient, seconds: int, status: int
) -> None:
    await make_account(served.staff, "li.ming")
    await browser.sign_in("li.ming")
    app = await set_totp(browser, served.clock)
    served.clock.turn(300)
    code = app.at(int(served.clock.now().timestamp()) + seconds)
    assert (await browser.sign_in("li.ming", code=code)).status == status


async def test_codes_cannot_be_guessed_either(served: Served, browser: StaffClient) -> None:
    await make_account(served.staff, "li.ming")
    await browser.sign_in("li.ming")
    app = await set_totp(browser, served.clock)
    served.clock.turn(60)
    right = app.at(served.clock.now())
    wrong = [f"{n:06}" for n in range(7) if f"{n:06}" != right]
    statuses = [(await browser.sign_in("li.ming", code=code)).status for code in wrong[:6]]
    assert statuses == [401] * 5 + [429]


async def test_taking_codes_away_wants_password_and_code(served: Served, browser: StaffClient) -> None:
    await make_account(served.staff, "li.ming")
    await browser.sign_in("li.ming")
    app = await set_totp(browser, served.clock)
    served.clock.turn(30)
    code = app.at(served.clock.now())
    for body in ({"password": "not-it-at-all-sorry", "code": code}, {"password": PASSWORD, "code": "000000"}):
        assert (await browser.ask("DELETE", "/staff/me/totp", body)).status == 401
    gone = await browser.ask("DELETE", "/staff/me/totp", {"password": PASSWORD, "code": code})
    assert gone.body["has_totp"] is False
    assert (await browser.sign_in("li.ming")).status == 200


async def test_who_has_session_and_password_cannot_guess_the_code_away(
    served: Served, browser: StaffClient
) -> None:
    await make_account(served.staff, "li.ming")
    await browser.sign_in("li.ming")
    app = await set_totp(browser, served.clock)
    served.clock.turn(60)
    wrong = [f"{n:06}" for n in range(6) if f"{n:06}" != app.at(served.clock.now())]
    assert (await browser.ask("POST", "/staff/me/totp", {"password": PASSWORD})).status == 401
    statuses = [
        (await browser.ask("DELETE", "/staff/me/totp", {"password": PASSWORD, "code": code})).status
        for code in wrong[:5]
    ]
    assert statuses == [401] * 4 + [429]


async def test_the_secret_is_encrypted_and_bound_to_its_account(served: Served, browser: StaffClient) -> None:
    account_id = await make_account(served.staff, "li.ming")
    await browser.sign_in("li.ming")
    app = await set_totp(browser, served.clock)
    async with served.staff.database.read() as connection:
        found = await connection.exec_driver_sql(
            f"SELECT * FROM staff_account WHERE account_id = '{account_id}'"
        )
        row = " ".join(str(value) for value in found.one())
    assert "k1:" in row
    assert app.secret not in row


async def test_where_the_house_wants_two_factors_nothing_else_goes_first(
    database: Database, settings: Settings
) -> None:
    strict = settings.model_copy(update={"staff_second_factor": "required"})
    async with serving_staff(open_staff(strict, database, HandClock())) as served:
        await make_account(served.staff, "zhao", ["supervisor"])
        async with staff_client(served.port) as client:
            assert (await client.sign_in("zhao")).body["todo"] == ["totp"]
            assert (await client.ask("GET", "/staff/accounts")).code == "todo"
            await set_totp(client, served.clock)
            assert (await client.ask("GET", "/staff/accounts")).status == 200


def test_only_the_demo_bank_goes_without() -> None:
    def wants(**given: object) -> bool:
        return Settings(_env_file=None, **given).wants_second_factor

    assert [wants(demo_bank=True), wants(demo_bank=False)] == [False, True]
    assert wants(demo_bank=True, staff_second_factor="required")
    assert not wants(demo_bank=False, staff_second_factor="optional")
