"""Connections to the bot stay open while that is sound, and what is no whole reply is an error."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from hub.engine import connections
from hub.engine.connections import Connections
from hub.errors import SetupError

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Server:
    """Answers each request, of headers alone, with the next of its replies; an empty one hangs up."""

    def __init__(self, replies: list[bytes]) -> None:
        self.replies = replies
        self.requests: list[bytes] = []
        self.opened = 0
        self.asked = asyncio.Event()
        self.left = asyncio.Event()
        self.say: Callable[[bytes], None] = lambda _: None
        self.hang_up: Callable[[], None] = lambda: None

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.opened += 1
        self.say, self.hang_up = writer.write, writer.close
        try:
            while True:
                self.requests.append(await reader.readuntil(b"\r\n\r\n"))
                self.asked.set()
                reply = self.replies.pop(0)
                if not reply:
                    return
                writer.write(reply)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()
            self.left.set()


@asynccontextmanager
async def serving(*replies: bytes) -> AsyncIterator[tuple[Server, Connections]]:
    server = Server(list(replies))
    async with await asyncio.start_server(server.serve, "127.0.0.1", 0) as listening:
        opened = Connections(f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}")
        yield server, opened
        opened.close()


async def soon(event: asyncio.Event) -> None:
    await asyncio.wait_for(event.wait(), 5)


async def test_one_connection_serves_request_after_request() -> None:
    async with serving(OK, OK) as (server, opened):
        for _ in range(2):
            assert await opened.request("GET", "/health", {"X-Name": "v"}) == (200, b"ok")
        assert server.opened == 1
        assert server.requests[0].split(b"\r\n")[0] == b"GET /health HTTP/1.1"
        assert b"X-Name: v" in server.requests[0].split(b"\r\n")


async def test_requests_at_one_time_have_connections_of_their_own() -> None:
    async with serving(OK, OK) as (server, opened):
        asked = [opened.request("GET", "/", {}) for _ in range(2)]
        assert await asyncio.gather(*asked) == [(200, b"ok")] * 2
        assert server.opened == 2


@pytest.mark.parametrize(
    "reply",
    [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\no\r\n1\r\nk\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok",
        b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
        OK,
    ],
)
async def test_a_whole_reply_is_read_however_it_is_framed(reply: bytes) -> None:
    async with serving(reply, OK) as (server, opened):
        assert await opened.request("GET", "/", {}) == (200, b"ok")
        assert await opened.request("GET", "/", {}) == (200, b"ok")
        stays = b"HTTP/1.1" in reply and b"close" not in reply
        assert server.opened == (1 if stays else 2)


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok",
        b"HTTP/1.1 200 OK\r\n",
        b"220 mail.example ESMTP\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: nine\r\n\r\nok",
    ],
)
async def test_what_is_no_whole_reply_is_an_error_and_the_next_request_begins_anew(reply: bytes) -> None:
    async with serving(reply, OK) as (server, opened):
        asking = asyncio.create_task(opened.request("GET", "/", {}))
        await soon(server.asked)
        server.hang_up()
        with pytest.raises(ConnectionError):
            await asking
        assert await opened.request("GET", "/", {}) == (200, b"ok")
        assert server.opened == 2


async def test_a_reply_that_leaves_http_ends_the_connection() -> None:
    upgrade = b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"
    async with serving(upgrade, OK) as (server, opened):
        assert (await opened.request("GET", "/", {})).status == 101
        assert await opened.request("GET", "/", {}) == (200, b"ok")
        assert server.opened == 2


async def test_a_connection_that_the_bot_has_closed_is_not_asked() -> None:
    async with serving(OK, OK) as (server, opened):
        await opened.request("GET", "/", {})
        server.hang_up()
        await soon(server.left)
        await asyncio.sleep(0.05)  # until our side knows it too
        assert await opened.request("GET", "/", {}) == (200, b"ok")
        assert server.opened == 2


@pytest.mark.parametrize("more", [OK, b"HTTP/1.1 200 O"])
async def test_behind_one_reply_too_many_the_next_request_begins_anew(more: bytes) -> None:
    async with serving(OK + more, OK) as (server, opened):
        for _ in range(2):
            assert await opened.request("GET", "/", {}) == (200, b"ok")
        assert server.opened == 2


async def test_what_comes_unasked_is_never_taken_for_a_reply() -> None:
    async with serving(OK, OK) as (server, opened):
        await opened.request("GET", "/", {})
        server.say(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwrong")
        await soon(server.left)
        assert await opened.request("GET", "/", {}) == (200, b"ok")
        assert server.opened == 2


async def test_a_connection_that_was_idle_for_long_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "KEPT_S", 0.0)
    async with serving(OK, OK) as (server, opened):
        await opened.request("GET", "/", {})
        await opened.request("GET", "/", {})
        await soon(server.left)
        assert server.opened == 2


async def test_a_request_that_is_given_up_closes_its_connection() -> None:
    async with serving(b"HTTP/1.1 200 OK\r\n", OK) as (server, opened):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await opened.request("GET", "/", {})
        await soon(server.left)
        assert await opened.request("GET", "/", {}) == (200, b"ok")


@pytest.mark.parametrize("url", ["https://127.0.0.1:1", "127.0.0.1:1", "http://127.0.0.1", "http://:1"])
def test_another_address_is_refused(url: str) -> None:
    with pytest.raises(SetupError, match="HOST:PORT"):
        Connections(url)
