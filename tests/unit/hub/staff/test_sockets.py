"""Sockets for staff: the same session opens them, and ends them."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from hub.errors import StoreUnavailable, YuanqiaoError
from hub.ports import Socket, SocketBudget
from hub.settings import Settings
from hub.staff import StaffDesk, StaffSocket, open_staff
from hub.store.database import Database
from hub.store.staff import rights, sessions
from tests.support.clock import HandClock
from tests.support.staff import Served, StaffClient, make_account, serving_staff, staff_client

PATH = "/staff/echo"


async def tell_who(socket: Socket, desk: StaffDesk) -> None:
    """Answers each frame with who is there, or with why nobody is; `!`: a person did something."""
    while True:
        frame = await socket.recv()
        try:
            staff = await desk.staff(active=frame == "!")
        except YuanqiaoError as error:
            await socket.send(json.dumps({"code": error.code}))
        else:
            await socket.send(json.dumps({"login": staff.login, "rights": sorted(staff.rights)}))


async def break_down(socket: Socket, desk: StaffDesk) -> None:
    """Hears one frame, and cannot go on: the session is over, the database is away, or something broke."""
    frame = await socket.recv()
    if frame == "store":
        raise StoreUnavailable("the database does not answer")
    if frame == "session":
        await desk.staff()
    raise ValueError(frame)


BREAKING = StaffSocket(
    path="/staff/breaking", right="teams.read", budget=SocketBudget(message_bytes=1000), serve=break_down
)
ECHO = StaffSocket(path=PATH, right="teams.read", budget=SocketBudget(message_bytes=1000), serve=tell_who)


@pytest.fixture
async def served(database: Database, settings: Settings) -> AsyncIterator[Served]:
    """The staff's server with one socket, and the look at those that are open."""
    staff = open_staff(settings, database, HandClock())
    async with serving_staff(staff, sockets=[ECHO, BREAKING]) as running:
        watching = asyncio.create_task(staff.sockets.run())
        yield running
        watching.cancel()


@pytest.fixture
async def browser(served: Served) -> AsyncIterator[StaffClient]:
    async with staff_client(served.port) as client:
        yield client


def dial(client: StaffClient, path: str = PATH, **headers: str) -> Any:
    """A socket as the browser would open it, with its cookie and the page's origin."""
    sent = {"Origin": client.url, "Cookie": f"yuanqiao_staff={client.token}", **headers}
    return connect(
        client.url.replace("http", "ws") + path, additional_headers=sent, proxy=None, compression=None
    )


async def say(socket: ClientConnection, frame: str = "?") -> Any:
    await socket.send(frame)
    return json.loads(await asyncio.wait_for(socket.recv(), 10))


async def status_of(client: StaffClient, **headers: str) -> int:
    """The status of a refused handshake."""
    with pytest.raises(InvalidStatus) as refused:
        async with dial(client, **headers):
            pass
    return int(refused.value.response.status_code)


async def test_who_is_signed_in_may_open_one(served: Served, browser: StaffClient) -> None:
    await make_account(served.staff, "li.ming")
    await browser.sign_in("li.ming")
    async with dial(browser) as socket:
        assert (await say(socket))["login"] == "li.ming"


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
async def test_pages_of_other_origins_open_none(served: Served, browser: StaffClient, origin: str) -> None:
    await make_account(served.staff, "li.ming")
    await browser.sign_in("li.ming")
    assert await status_of(browser, Origin=origin) == 403


async def test_nobody_opens_one_without_session_right_or_own_password(
    served: Served, browser: StaffClient
) -> None:
    await make_account(served.staff, "nobody", [])
    await make_account(served.staff, "new", must_change=True)
    assert await status_of(browser) == 401
    assert await status_of(browser, Cookie="yuanqiao_staff=made-up") == 401
    await browser.sign_in("nobody")
    assert await status_of(browser) == 403
    await browser.sign_in("new")
    assert await status_of(browser) == 403


async def test_a_right_that_is_taken_away_is_gone_with_the_next_frame(
    served: Served, browser: StaffClient
) -> None:
    await make_account(served.staff, "li.ming")
    await browser.sign_in("li.ming")
    async with dial(browser) as socket:
        assert "teams.read" in (await say(socket))["rights"]
        async with served.staff.database.write() as connection:
            await rights.set_rights(connection, "agent", {})
        assert await say(socket) == {"code": "not_allowed"}


async def test_a_session_that_is_over_closes_its_sockets(served: Served, browser: StaffClient) -> None:
    account_id = await make_account(served.staff, "li.ming")
    await make_account(served.staff, "wang.fang")
    await browser.sign_in("li.ming")
    async with staff_client(served.port) as neighbour, dial(browser) as socket:
        await neighbour.sign_in("wang.fang")
        async with dial(neighbour) as stays:
            async with served.staff.database.write() as connection:
                await sessions.end_all(connection, [account_id])
            assert await say(socket) == {"code": "not_signed_in"}
            with pytest.raises(ConnectionClosed) as closed:
                await asyncio.wait_for(socket.recv(), 10)
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 4401
            assert (await say(stays))["login"] == "wang.fang"


async def test_frames_count_as_use_only_where_a_person_did_something(
    served: Served, browser: StaffClient
) -> None:
    await make_account(served.staff, "li.ming")
    await browser.sign_in("li.ming")
    async with dial(browser) as socket:
        for _ in range(3):
            served.clock.turn(1500)
            assert (await say(socket, "!"))["login"] == "li.ming"
        served.clock.turn(1000)
        assert (await say(socket))["login"] == "li.ming"
        served.clock.turn(1000)
        assert await say(socket) == {"code": "not_signed_in"}


@pytest.mark.parametrize(("frame", "code"), [("store", 1013), ("other", 1011), ("session", 4401)])
async def test_a_socket_that_cannot_go_on_says_how_it_ends(
    served: Served, browser: StaffClient, frame: str, code: int
) -> None:
    account_id = await make_account(served.staff, "li.ming")
    await browser.sign_in("li.ming")
    async with dial(browser, BREAKING.path) as socket:
        if frame == "session":
            async with served.staff.database.write() as connection:
                await sessions.end_all(connection, [account_id])
        await socket.send(frame)
        with pytest.raises(ConnectionClosed) as closed:
            await asyncio.wait_for(socket.recv(), 10)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == code
