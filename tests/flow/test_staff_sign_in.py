"""Signing in over HTTP, on both databases: sessions, cookies, other sites' requests, guessing."""

from collections.abc import AsyncIterator

import pytest

from tests.support.house import House
from tests.support.staff import StaffClient, make_account, staff_client

COOKIE = "yuanqiao_staff"


@pytest.fixture
async def browser(house: House) -> AsyncIterator[StaffClient]:
    async with staff_client(house.settings.staff_port) as client:
        yield client


async def test_who_signs_in_is_known_until_signing_out(house: House, browser: StaffClient) -> None:
    account_id = await make_account(house.hub.staff, "li.ming")
    assert (await browser.me()).code == "not_signed_in"
    answer = await browser.sign_in(" Li.Ming ")
    assert answer.status == 200
    assert answer.body["account_id"] == account_id
    assert answer.body["roles"] == ["agent"]
    assert answer.body["todo"] == []
    assert (await browser.me()).body == answer.body
    assert (await browser.ask("DELETE", "/staff/session")).status == 204
    assert (await browser.me()).status == 401


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(
    house: House, browser: StaffClient
) -> None:
    await make_account(house.hub.staff, "li.ming")
    cookie = (await browser.sign_in("li.ming")).headers["Set-Cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= {part.strip() for part in cookie.split(";")}
