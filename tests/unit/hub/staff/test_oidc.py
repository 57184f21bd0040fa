"""The bank's own sign-in: who comes back with what was asked for gets in, and nobody with anything else."""

import json
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Callable
from typing import Any
from urllib.parse import urlencode

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from pydantic import SecretStr

from hub.errors import SetupError
from hub.settings import Settings
from hub.staff import open_staff
from hub.store.database import Database
from hub.store.staff import accounts
from tests.support.clock import HandClock
from tests.support.issuer import CLIENT, SECRET, Claims, Issuer, running_issuer
from tests.support.staff import Answer, Served, StaffClient, make_account, serving_staff, staff_client

ONE_DATABASE = pytest.mark.parametrize("migrated_url", ["sqlite"], indirect=True)
"""For what looks the same on each."""

LI = {"sub": "subject-of-li", "preferred_username": "Li.Ming"}


@pytest.fixture
async def issuer() -> AsyncIterator[Issuer]:
    async with running_issuer(HandClock()) as running:
        yield running


@pytest.fixture
async def served(database: Database, settings: Settings, issuer: Issuer) -> AsyncIterator[Served]:
    """The staff's server, which knows the issuer, with one account."""
    own = settings.model_copy(
        update={
            "staff_oidc_issuer": issuer.url,
            "staff_oidc_client": CLIENT,
            "staff_oidc_secret": SecretStr(SECRET),
            "staff_second_factor": "required",
        }
    )
    assert isinstance(issuer.clock, HandClock)
    async with serving_staff(open_staff(own, database, issuer.clock)) as running:
        await make_account(running.staff, "li.ming")
        yield running


async def send_away(browser: StaffClient) -> str:
    answer = await browser.ask("POST", "/staff/oidc")
    assert answer.status == 200, answer
    return str(answer.body["url"])


async def come_back(browser: StaffClient, brought: dict[str, str]) -> str:
    """Where the browser is led."""
    address = f"{browser.url}/staff/oidc/callback?{urlencode(brought)}"
    async with browser.session.get(address, allow_redirects=False) as answer:
        assert answer.status == 303, await answer.text()
        return str(answer.headers["Location"])


async def test_who_signs_in_at_the_bank_is_signed_in_here(
    served: Served, issuer: Issuer, browser: StaffClient
) -> None:
    for _ in range(2):
        assert await come_back(browser, issuer.approve(await send_away(browser), **LI)) == "/"
        me: Answer = await browser.me()
        assert me.body["login"] == "li.ming"
        assert me.body["todo"] == []  # the bank has asked for what it wants
        await browser.ask("DELETE", "/staff/session")
    assert served.port


async def test_the_account_is_bound_to_the_subject_at_the_first_time(
    served: Served, issuer: Issuer, browser: StaffClient
) -> None:
    await make_account(served.staff, "wang.fang")
    await come_back(browser, issuer.approve(await send_away(browser), **LI))
    renamed = {"sub": "subject-of-li", "preferred_username": "wang.fang"}
    await come_back(browser, issuer.approve(await send_away(browser), **renamed))
    assert (await browser.me()).body["login"] == "li.ming"
    await browser.ask("DELETE", "/staff/session")
    impostor = {"sub": "somebody-else", "preferred_username": "li.ming"}
    led = await come_back(browser, issuer.approve(await send_away(browser), **impostor))
    assert led == "/?sign_in=wrong_credentials"
    assert (await browser.me()).status == 401


async def refused(browser: StaffClient, issuer: Issuer) -> None:
    """Li Ming signs in at the bank, and is not let in."""
    led = await come_back(browser, issuer.approve(await send_away(browser), **LI))
    assert led == "/?sign_in=wrong_credentials"
    assert (await browser.me()).status == 401


def change(**values: Any) -> Callable[[Claims], None]:
    def lie(claims: Claims) -> None:
        for name, value in values.items():
            if value is None:
                claims.pop(name)
            else:
                claims[name] = value

    return lie


LIES: dict[str, Callable[[Claims], None]] = {
    "another issuer": change(iss="https://evil.example"),
    "another audience": change(aud="another-client"),
    "two audiences": change(aud=[CLIENT, "another-client"]),
    "for another party": change(azp="another-client"),
    "another nonce": change(nonce="made-up"),
    "no nonce": change(nonce=None),
    "no subject": change(sub=None),
    "no end": change(exp=None),
    "over": lambda claims: claims.update(exp=claims["iat"] - 31),
    "of the future": lambda claims: claims.update(iat=claims["iat"] + 31),
    "an end that is no time": change(exp="9999999999"),
    "nobody of here": change(preferred_username="nobody", sub="another"),
    "no name": change(preferred_username=None, sub="another"),
}


@ONE_DATABASE
@pytest.mark.parametrize("what", LIES)
async def test_claims_that_do_not_hold_let_nobody_in(
    served: Served, issuer: Issuer, browser: StaffClient, what: str
) -> None:
    issuer.lie = LIES[what]
    await refused(browser, issuer)
    issuer.lie = change()
    assert await come_back(browser, issuer.approve(await send_away(browser), **LI)) == "/"
    assert served.port


def unsigned(_issuer: Issuer, claims: Claims) -> str:
    return jwt.encode(claims, "", "none", headers={"kid": "k1"})


def signed_with_the_public_key(issuer: Issuer, claims: Claims) -> str:
    """What a reader takes who lets the token say how it is signed: the public key as a shared secret."""
    pem = issuer.key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    header = {"alg": "HS256", "typ": "JWT", "kid": "k1"}
    parts = [urlsafe_b64encode(json.dumps(each).encode()).rstrip(b"=") for each in (header, claims)]
    hmac = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256)
    signature = urlsafe_b64encode(hmac.sign(b".".join(parts), pem)).rstrip(b"=")
    return b".".join((*parts, signature)).decode()


def signed_by_another(_issuer: Issuer, claims: Claims) -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return jwt.encode(claims, key, "RS256", headers={"kid": "k1"})


def signed_with_an_unknown_key(issuer: Issuer, claims: Claims) -> str:
    return issuer.signed(claims, "k2")


@ONE_DATABASE
@pytest.mark.parametrize(
    "sign",
    [
        unsigned,
        signed_with_the_public_key,
        signed_by_another,
        signed_with_an_unknown_key,
        lambda _issuer, _claims: "nonsense",
    ],
)
async def test_a_token_that_the_issuer_did_not_sign_lets_nobody_in(
    served: Served, issuer: Issuer, browser: StaffClient, sign: Callable[[Issuer, Claims], str]
) -> None:
    issuer.sign = sign
    await refused(browser, issuer)
    assert served.port


async def test_what_was_not_begun_in_this_browser_ends_nowhere(
    served: Served, issuer: Issuer, browser: StaffClient, other: StaffClient
) -> None:
    brought = issuer.approve(await send_away(browser), **LI)
    assert "wrong" in await come_back(other, brought)  # another browser, with nothing begun
    await send_away(other)
    assert "wrong" in await come_back(other, brought)  # another browser, with something else begun
    assert "wrong" in await come_back(browser, brought | {"state": "made-up"})
    assert "wrong" in await come_back(browser, brought)  # the try before has used it up
    again = issuer.approve(await send_away(browser), **LI)
    assert await come_back(browser, again) == "/"
    assert "wrong" in await come_back(browser, again)
    late = issuer.approve(await send_away(browser), **LI)
    served.clock.turn(301)
    assert "wrong" in await come_back(browser, late)
    mixed = issuer.approve(await send_away(browser), **LI) | {"iss": "https://evil.example"}
    assert "wrong" in await come_back(browser, mixed)
    assert "wrong" in await come_back(browser, {"error": "access_denied"})


async def test_who_is_disabled_here_stays_outside(
    served: Served, issuer: Issuer, browser: StaffClient
) -> None:
    async with served.staff.database.write() as connection:
        row = await accounts.by_login(connection, "li.ming")
        assert row is not None
        await accounts.set_values(connection, row.account_id, state="disabled")
    await refused(browser, issuer)


async def test_an_issuer_that_is_away_or_another_one_is_told(
    served: Served, issuer: Issuer, browser: StaffClient
) -> None:
    brought = issuer.approve(await send_away(browser), **LI)
    issuer.called = "https://evil.example"
    assert (await browser.ask("POST", "/staff/oidc")).code == "unavailable"
    assert await come_back(browser, brought) == "/?sign_in=unavailable"
    assert served.port


async def test_without_an_issuer_there_is_none(database: Database, settings: Settings) -> None:
    staff = open_staff(settings, database, HandClock())
    async with serving_staff(staff) as served, staff_client(served.port) as client:
        assert (await client.ask("POST", "/staff/oidc")).code == "not_found"


@pytest.mark.parametrize("issuer", ["http://login.bank.example", "login.bank.example", "https://a b"])
def test_an_issuer_that_anybody_could_be_is_refused(issuer: str) -> None:
    with pytest.raises(SetupError, match="YUANQIAO_STAFF_OIDC_ISSUER"):
        Settings(_env_file=None, staff_oidc_issuer=issuer)
