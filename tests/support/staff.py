"""A browser of somebody who works at the bank, and accounts to sign in with."""

from collections.abc import AsyncIterator, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

import aiohttp
import pyotp
from yarl import URL

from hub.staff.catalog import Catalog, make_catalog
from hub.staff.first import ensure_head_office
from hub.staff.kinds import OWN_KINDS
from hub.staff.reach import Kind, Right
from hub.staff.roles import OWN_RIGHTS
from hub.staff.routes import StaffRoute, StaffSocket
from hub.staff.staff import Staff
from hub.store.staff import branches
from hub.web.built_files import built_files
from hub.web.edge.door import Door
from hub.web.staff.own import OWN_ROUTES
from hub.web.staff.pages import APPLICATION
from hub.web.staff.server import make_staff_server
from tests.support.clock import HandClock
from tests.support.house import serving

PASSWORD = "violet-tram-over-9-rivers"


@dataclass
class Served:
    """A server for staff that runs, and what tests want of it."""

    staff: Staff
    catalog: Catalog
    port: int

    @property
    def clock(self) -> HandClock:
        """The clock, to be turned."""
        assert isinstance(self.staff.clock, HandClock)
        return self.staff.clock

    def browser(self) -> AbstractAsyncContextManager["StaffClient"]:
        """A browser on a page of the staff's own origin."""
        return staff_client(self.port, origin=self.staff.settings.staff_origins[0])


@asynccontextmanager
async def serving_staff(
    staff: Staff,
    port: int | None = None,
    *,
    rights: Iterable[Right] = (),
    kinds: Iterable[Kind] = (),
    routes: Iterable[StaffRoute] = (),
    sockets: Iterable[StaffSocket] = (),
) -> AsyncIterator[Served]:
    """The hub's own routes for staff, and more beside them."""
    catalog = make_catalog(
        (*OWN_RIGHTS, *rights), (*OWN_KINDS, *kinds), (*OWN_ROUTES, *routes), tuple(sockets)
    )
    await staff.give_defaults(catalog.rights.values())
    door = Door(most=1000, per_address=1000, proxies=staff.settings.proxies)
    port = port or staff.settings.staff_port
    async with serving(make_staff_server(staff, catalog, door, built_files(APPLICATION)), port):
        yield Served(staff, catalog, port)


class Answer(NamedTuple):
    """Status, JSON and headers of an answer."""

    status: int
    body: Any
    headers: Any

    @property
    def code(self) -> str:
        """The code of an error."""
        return str(self.body["code"])


class StaffClient:
    """Sends what the staff's own page sends; the cookie is kept as a browser keeps it."""

    def __init__(
        self, session: aiohttp.ClientSession, port: int, address: str = "", origin: str = ""
    ) -> None:
        self.session = session
        self.url = f"http://127.0.0.1:{port}"
        self.origin = origin or self.url
        self.address = address

    async def ask(self, method: str, path: str, body: Any = None, **headers: str | None) -> Answer:
        """One request; a header that is None is left out."""
        given = {"Origin": self.origin, "X-Yuanqiao-Staff": "1"} if method != "GET" else {}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {name: value for name, value in (given | named).items() if value is not None}
        if self.address:
            sent["X-Forwarded-For"] = self.address
        async with self.session.request(method, self.url + path, json=body, headers=sent) as answer:
            if answer.content_type.startswith("image/"):
                return Answer(answer.status, await answer.read(), answer.headers)
            text = await answer.text()
            return Answer(answer.status, await answer.json() if text else None, answer.headers)

    async def sign_in(self, login: str, password: str = PASSWORD, code: str = "") -> Answer:
        """Signs in."""
        return await self.ask("POST", "/staff/session", {"login": login, "password": password, "code": code})

    async def me(self) -> Answer:
        """Who is signed in."""
        return await self.ask("GET", "/staff/me")

    @property
    def token(self) -> str:
        """The cookie's value."""
        return next((cookie.value for cookie in self.session.cookie_jar), "")

    @token.setter
    def token(self, value: str) -> None:
        self.session.cookie_jar.update_cookies({"yuanqiao_staff": value}, URL(self.url))


@asynccontextmanager
async def staff_client(port: int, address: str = "", origin: str = "") -> AsyncIterator[StaffClient]:
    """A browser of its own."""
    jar = aiohttp.CookieJar(unsafe=True)  # takes cookies from 127.0.0.1
    async with aiohttp.ClientSession(cookie_jar=jar, trust_env=False) as session:
        yield StaffClient(session, port, address, origin)


async def make_branches(staff: Staff, *names: str) -> None:
    """The head office, and branches below it that are called by their ids."""
    async with staff.database.write() as connection:
        head = await ensure_head_office(connection, "总行")
        for name in names:
            await branches.add_branch(
                connection, branch_id=name, parent_id=head, name=name, path=f"/{head}/{name}/"
            )


async def make_account(
    staff: Staff,
    login: str,
    roles: Iterable[str] = ("agent",),
    branch: str = "head",
    password: str = PASSWORD,
    *,
    must_change: bool = False,
    name: str = "",
) -> str:
    """The id of a new account."""
    hashed = await staff.accounts.hash(password)
    async with staff.database.write() as connection:
        await ensure_head_office(connection, "总行")
        return await staff.accounts.do_add(
            connection,
            login=login,
            name=name or f"员工 {login}",
            branch_id=branch,
            password_hash=hashed,
            must_change=must_change,
            role_ids=roles,
        )


async def set_totp(browser: StaffClient, clock: HandClock, password: str = PASSWORD) -> pyotp.TOTP:
    """Sets one-time codes up for who is signed in; gives what an app would hold."""
    made = await browser.ask("POST", "/staff/me/totp", {"password": password})
    app = pyotp.TOTP(made.body["secret"])
    confirmed = await browser.ask("PUT", "/staff/me/totp", {"code": app.at(clock.now())})
    assert confirmed.status == 200, confirmed
    return app
