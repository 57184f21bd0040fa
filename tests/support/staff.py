"""A browser of somebody who works at the bank, and accounts to sign in with."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

import aiohttp

from hub.staff.first import ensure_head_office
from hub.staff.staff import Staff
from hub.store.staff import branches

PASSWORD = "violet-tram-over-9-rivers"


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

    def __init__(self, session: aiohttp.ClientSession, port: int, address: str = "") -> None:
        self.session = session
        self.url = f"http://127.0.0.1:{port}"
        self.address = address

    async def ask(self, method: str, path: str, body: Any = None, **headers: str | None) -> Answer:
        """One request; a header that is None is left out."""
        given = {"Origin": self.url, "X-Yuanqiao-Staff": "1"} if method != "GET" else {}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {name: value for name, value in (given | named).items() if value is not None}
        if self.address:
            sent["X-Forwarded-For"] = self.address
        async with self.session.request(method, self.url + path, json=body, headers=sent) as answer:
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
        self.session.cookie_jar.update_cookies({"yuanqiao_staff": value}, aiohttp.typedefs.URL(self.url))


@asynccontextmanager
async def staff_client(port: int, address: str = "") -> AsyncIterator[StaffClient]:
    """A browser of its own."""
    jar = aiohttp.CookieJar(unsafe=True)  # takes cookies from 127.0.0.1
    async with aiohttp.ClientSession(cookie_jar=jar, trust_env=False) as session:
        yield StaffClient(session, port, address)


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
) -> str:
    """The id of a new account."""
    hashed = await staff.accounts.hash(password)
    async with staff.database.write() as connection:
        await ensure_head_office(connection, "总行")
        return await staff.accounts.do_add(
            connection,
            login=login,
            name=f"员工 {login}",
            branch_id=branch,
            password_hash=hashed,
            must_change=must_change,
            role_ids=roles,
        )
