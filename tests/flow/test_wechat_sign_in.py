"""A follower signs in at the bank from WeChat, and a mini-program hands its customer's login in."""

import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import jwt
import pytest
from sqlalchemy import select

from hub.contacts import HandleKind
from hub.store.contacts import standing_for
from hub.store.schema import identity
from hub.store.schema_contacts import contact_handle
from tests.support.bot import TestBot
from tests.support.house import House
from tests.support.looking import rows
from tests.support.weixin import Phone, served_wechat

KEY, ISSUER, BANK = "0123456789abcdef0123456789abcdef", "bank-of-the-tests", "https://login.bank.example/in"
HERE = "/wechat/retail/sign-in"


@pytest.fixture
async def served(
    database_url: str, tmp_path: Path, bot: TestBot, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[House, Phone]]:
    lines = f"    login_page: {BANK}\n    open_platform: platform\n    pages: {{simulator}}\n"
    keys = {"bank_login_key": KEY, "bank_login_issuer": ISSUER}
    async with served_wechat(database_url, tmp_path, bot, monkeypatch, lines, **keys) as (house, phone):
        phone.provider.pages_url = f"http://127.0.0.1:{house.settings.port}"
        yield house, phone


def login(number: str = "100001", jti: str = "j1", **claims: Any) -> str:
    """A login as the bank signs it."""
    now = int(time.time())
    usual = {"iss": ISSUER, "aud": "yuanqiao", "sub": number, "jti": jti, "iat": now, "exp": now + 120}
    return jwt.encode(usual | {"level": 2} | claims, KEY, algorithm="HS256")


class Browser:
    """The browser in one phone's WeChat: keeps cookies, follows no redirect by itself."""

    def __init__(self, house: House, phone: Phone, name: str = "0annaphone") -> None:
        self.origin = f"http://127.0.0.1:{house.settings.port}"
        self.phone, self.name = phone, name
        self.session = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))

    async def __aenter__(self) -> "Browser":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.session.close()

    async def go(self, address: str) -> tuple[int, str]:
        """Status and where it leads."""
        async with self.session.get(address, allow_redirects=False) as answer:
            return answer.status, answer.headers.get("Location", "")

    async def to_wechat(self) -> str:
        """Step 1, and WeChat's own page: the address to which that leads."""
        status, page = await self.go(f"{self.origin}{HERE}")
        assert status == 302
        asked = urlsplit(page)
        assert asked.fragment == "wechat_redirect"
        agree = asked._replace(path=asked.path.replace("authorize", "agree"), fragment="")
        status, back = await self.go(f"{agree.geturl()}&phone={self.name}")
        assert status == 302
        return back

    async def to_bank(self) -> str:
        """Steps 1 and 2: where the bank is to lead back to."""
        status, bank = await self.go(await self.to_wechat())
        assert status == 302
        assert bank.startswith(f"{BANK}?")
        return parse_qs(urlsplit(bank).query)["return_to"][0]

    async def finish(self, body: str, origin: str | None = None) -> int:
        """What the page of step 3 does."""
        headers = {"Origin": self.origin if origin is None else origin}
        async with self.session.post(f"{self.origin}{HERE}/finish", data=body, headers=headers) as answer:
            return answer.status


async def customers(house: House) -> list[tuple[str, str]]:
    """Who the bank knows: the customer's id on the channel, and the contact."""
    handles = await rows(house, contact_handle)
    async with house.database.read() as connection:
        known = {
            await standing_for(connection, row.contact_id)
            for row in handles
            if row.kind == HandleKind.BANK_CUSTOMER
        }
        found = (await connection.execute(select(identity.c.external_id, identity.c.contact_id))).all()
        mine = [(row.external_id, await standing_for(connection, row.contact_id)) for row in found]
    return [each for each in mine if each[1] in known]


async def test_a_follower_signs_in_and_is_the_banks_customer(served: tuple[House, Phone]) -> None:
    house, phone = served
    await phone.say("你好")
    await phone.texts(1)
    async with Browser(house, phone) as browser:
        done = await browser.to_bank()
        status, _ = await browser.go(done)
        assert status == 200
        assert await browser.finish(login()) == 204
        assert [openid for openid, _ in await customers(house)] == [phone.customer.openid]
        assert await browser.finish(login(jti="j2")) == 403, "the proof was for once"
    union = [row for row in await rows(house, contact_handle) if row.kind == HandleKind.UNION_ID]
    assert len(union) == 1


async def test_a_link_from_somebody_else_signs_nobody_in(served: tuple[House, Phone]) -> None:
    house, phone = served
    async with Browser(house, phone, "0mallory00") as mallory, Browser(house, phone) as anna:
        sent = await mallory.to_wechat()  # Mallory's code and state, in Anna's browser
        assert (await anna.go(sent))[0] == 403
        await anna.to_wechat()  # also where Anna's own had begun
        assert (await anna.go(sent))[0] == 403
        assert await anna.finish(login()) == 403
    assert await customers(house) == []


async def test_codes_are_good_once_and_made_up_ones_never(served: tuple[House, Phone]) -> None:
    house, phone = served
    async with Browser(house, phone) as browser:
        back = await browser.to_wechat()
        made_up = back.replace("code=", "code=x")
        assert (await browser.go(made_up))[0] == 403
        assert (await browser.go(back))[0] == 302
        assert (await browser.go(back))[0] == 403, "the browser's secret is gone"
        state = parse_qs(urlsplit(await browser.to_wechat()).query)["state"][0]
        used = parse_qs(urlsplit(back).query)["code"][0]
        assert (await browser.go(f"{browser.origin}{HERE}/opened?code={used}&state={state}"))[0] == 403


async def test_what_is_no_login_signs_nobody_in(served: tuple[House, Phone]) -> None:
    house, phone = served
    expired = int(time.time()) - 60
    async with Browser(house, phone) as browser:
        await browser.to_bank()
        for body in (
            "",
            "no.login.at-all",
            login(aud="another"),
            login(exp=expired),
            "x" * 5000,
            "\xff" * 99,
        ):
            assert await browser.finish(body) == 403
        assert await browser.finish(login(), "https://elsewhere.example") == 403
        assert await customers(house) == []
        assert await browser.finish(login()) == 204, "and none of it was in the way"


async def test_one_login_joins_two_phones_only_once(served: tuple[House, Phone]) -> None:
    house, phone = served
    async with Browser(house, phone) as anna, Browser(house, phone, "0berthold") as berthold:
        await anna.to_bank()
        await berthold.to_bank()
        assert await anna.finish(login()) == 204
        assert await berthold.finish(login()) == 409
        assert await berthold.finish(login(jti="j2")) == 204
    (one, two) = await customers(house)
    assert one[1] == two[1], "one person on two phones"


async def test_an_account_without_a_login_page_has_no_sign_in(
    tmp_path: Path, bot: TestBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/hub.db"
    async with served_wechat(url, tmp_path, bot, monkeypatch) as (house, phone), Browser(house, phone) as one:
        assert (await one.go(f"{one.origin}{HERE}"))[0] == 404
        assert (await one.go(f"{one.origin}/wechat/nobody/sign-in"))[0] == 404
