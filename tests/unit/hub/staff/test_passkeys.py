"""Passkeys: who has the key gets in, once for each challenge, and nobody else."""

from collections.abc import Callable
from typing import Any

import pytest

from hub.staff.pending import MOST
from hub.store.staff import accounts, outside
from tests.support.authenticator import Authenticator
from tests.support.staff import PASSWORD, Answer, Served, StaffClient, make_account, set_totp

OWN = "/staff/me/passkeys"


def authenticator(served: Served, **given: Any) -> Authenticator:
    """One for a page under the name of this machine, as passkeys belong to no bare address."""
    return Authenticator(f"http://localhost:{served.port}", **given)


async def add(browser: StaffClient, made: Authenticator, **more: str) -> Answer:
    """Adds a passkey for who is signed in."""
    begun = await browser.ask("POST", f"{OWN}/begin", {"password": PASSWORD, **more})
    assert begun.status == 200, begun
    body = {
        "begun": begun.body["begun"],
        "credential": made.create(begun.body["options"]),
        "name": "工作电脑",
    }
    return await browser.ask("POST", OWN, body)


async def begin(browser: StaffClient) -> Any:
    return (await browser.ask("POST", "/staff/session/passkey/begin")).body


async def use(browser: StaffClient, begun: Any, credential: Any) -> Answer:
    body = {"begun": begun["begun"], "credential": credential}
    return await browser.ask("POST", "/staff/session/passkey", body)


@pytest.fixture
async def known(served: Served, browser: StaffClient) -> Authenticator:
    """An authenticator that an account has added."""
    await make_account(served.staff, "li.ming", must_change=False)
    await browser.sign_in("li.ming")
    made = authenticator(served)
    assert (await add(browser, made)).status == 204
    await browser.ask("DELETE", "/staff/session")
    return made


async def test_who_has_the_key_gets_in_without_login_and_password(
    browser: StaffClient, known: Authenticator
) -> None:
    begun = await begin(browser)
    assert "allowCredentials" not in begun["options"] or begun["options"]["allowCredentials"] == []
    answer = await use(browser, begun, known.get(begun["options"]))
    assert (answer.status, answer.body["login"]) == (200, "li.ming")
    assert (await browser.me()).status == 200
    listed = (await browser.ask("GET", OWN)).body["passkeys"]
    assert [each["name"] for each in listed] == ["工作电脑"]
    assert (await browser.ask("POST", f"{OWN}/remove", {"passkey": listed[0]["passkey"]})).status == 204
    begun = await begin(browser)
    assert (await use(browser, begun, known.get(begun["options"]))).code == "wrong_credentials"


async def test_an_answer_is_good_for_once(browser: StaffClient, known: Authenticator) -> None:
    begun = await begin(browser)
    credential = known.get(begun["options"])
    assert (await use(browser, begun, credential)).status == 200
    assert (await use(browser, begun, credential)).code == "wrong_credentials"
    assert (await use(browser, await begin(browser), credential)).code == "wrong_credentials"


async def test_an_answer_comes_within_five_minutes(
    served: Served, browser: StaffClient, known: Authenticator
) -> None:
    begun = await begin(browser)
    served.clock.turn(301)
    assert (await use(browser, begun, known.get(begun["options"]))).code == "wrong_credentials"


SPOILED: dict[str, Callable[[Authenticator], None]] = {
    "another page": lambda made: setattr(made, "origin", "https://evil.example"),
    "another host": lambda made: setattr(made, "host", "evil.example"),
    "another key": lambda made: setattr(made, "key", Authenticator("").key),
    "another passkey": lambda made: setattr(made, "credential_id", b"x" * 32),
    "no finger": lambda made: setattr(made, "verifies", False),
    "a copy that counts behind": lambda made: setattr(made, "count", -1),
}


@pytest.mark.parametrize("what", SPOILED)
async def test_whoever_has_something_else_stays_outside(
    browser: StaffClient, known: Authenticator, what: str
) -> None:
    for _ in range(2):
        begun = await begin(browser)
        assert (await use(browser, begun, known.get(begun["options"]))).status == 200
    await browser.ask("DELETE", "/staff/session")
    SPOILED[what](known)
    begun = await begin(browser)
    assert (await use(browser, begun, known.get(begun["options"]))).code == "wrong_credentials"
    assert (await browser.me()).status == 401


@pytest.mark.parametrize(
    "credential",
    [
        {},
        {"rawId": 1},
        {"rawId": "%%%"},
        {"id": "a", "rawId": "a", "type": "public-key", "response": {}},
        {"id": "", "rawId": "", "type": "x", "response": None},
        {"response": [[[[]]]]},
    ],
)
async def test_what_is_no_credential_is_refused_and_breaks_nothing(
    browser: StaffClient, known: Authenticator, credential: Any
) -> None:
    assert (await use(browser, await begin(browser), credential)).status == 401
    await browser.sign_in("li.ming")
    begun = await browser.ask("POST", f"{OWN}/begin", {"password": PASSWORD})
    body = {"begun": begun.body["begun"], "credential": credential, "name": "x"}
    assert (await browser.ask("POST", OWN, body)).status == 400
    real = await begin(browser)
    spoiled = known.get(real["options"])
    spoiled["response"] = dict.fromkeys(spoiled["response"], "AA")
    assert (await use(browser, real, spoiled)).status == 401


async def test_adding_one_wants_the_password_and_the_code(served: Served, browser: StaffClient) -> None:
    await make_account(served.staff, "li.ming")
    await browser.sign_in("li.ming")
    app = await set_totp(browser, served.clock)
    assert (await browser.ask("POST", f"{OWN}/begin", {"password": "something-else-6"})).status == 401
    assert (await browser.ask("POST", f"{OWN}/begin", {"password": PASSWORD})).status == 401
    served.clock.turn(30)
    assert (await add(browser, authenticator(served), code=app.at(served.clock.now()))).status == 204


async def test_what_was_begun_for_one_account_is_no_others(
    served: Served, browser: StaffClient, other: StaffClient
) -> None:
    for client, login in ((browser, "li.ming"), (other, "wang.fang")):
        await make_account(served.staff, login)
        await client.sign_in(login)
    begun = (await browser.ask("POST", f"{OWN}/begin", {"password": PASSWORD})).body
    made = authenticator(served)
    body = {"begun": begun["begun"], "credential": made.create(begun["options"]), "name": "x"}
    assert (await other.ask("POST", OWN, body)).code == "wrong_credentials"


async def test_one_passkey_is_one_accounts(
    served: Served, browser: StaffClient, known: Authenticator
) -> None:
    await make_account(served.staff, "wang.fang")
    await browser.sign_in("wang.fang")
    assert (await add(browser, known)).code == "conflict"


async def test_who_is_disabled_has_a_key_to_nothing(
    served: Served, browser: StaffClient, known: Authenticator
) -> None:
    async with served.staff.database.write() as connection:
        row = await accounts.by_login(connection, "li.ming")
        assert row is not None
        await accounts.set_values(connection, row.account_id, state="disabled")
    begun = await begin(browser)
    assert (await use(browser, begun, known.get(begun["options"]))).code == "wrong_credentials"


async def test_a_reset_takes_the_passkeys_away(
    served: Served, browser: StaffClient, known: Authenticator
) -> None:
    await make_account(served.staff, "boss", ["administrator"])
    async with served.staff.database.read() as connection:
        row = await accounts.by_login(connection, "li.ming")
    assert row is not None
    await browser.sign_in("boss")
    assert (await browser.ask("POST", f"/staff/accounts/{row.account_id}/reset")).status == 200
    begun = await begin(browser)
    assert (await use(browser, begun, known.get(begun["options"]))).code == "wrong_credentials"
    async with served.staff.database.read() as connection:
        assert not await outside.passkeys_of(connection, row.account_id)


async def test_anybody_may_begin_but_not_without_end(served: Served, browser: StaffClient) -> None:
    await begin(browser)
    now = served.clock.now()
    async with served.staff.database.write() as connection:
        for number in range(MOST):
            await outside.add_pending(connection, f"{number}", "use_passkey", {}, now)
    assert (await browser.ask("POST", "/staff/session/passkey/begin")).code == "too_many"
    served.clock.turn(1)
    assert (await browser.ask("POST", "/staff/session/passkey/begin")).status == 200
