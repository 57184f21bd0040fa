"""A served application loses no signal, ends what is in hand, and lets nothing hold it up for ever."""

import asyncio
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from hub.settings import ROOT
from tests.support.ports import free_port

STARTS_S = 20
ENDS_S = 10


class Served:
    """The process, and where it serves."""

    def __init__(self, process: asyncio.subprocess.Process, port: int, beside: int | None) -> None:
        self.process = process
        self.url = f"http://127.0.0.1:{port}"
        self.beside = f"http://127.0.0.1:{beside}"

    async def get(self, path: str, url: str | None = None) -> str:
        """What it answers."""
        async with aiohttp.ClientSession() as http, http.get((url or self.url) + path) as response:
            return await response.text()

    async def until_it_answers(self) -> None:
        """Asks again and again; returns with the first answer."""
        async with asyncio.timeout(STARTS_S):
            while True:
                try:
                    await self.get("/")
                except aiohttp.ClientError:
                    await asyncio.sleep(0.001)
                else:
                    return

    async def ended(self, told: signal.Signals | None = None) -> tuple[int | None, str, str]:
        """Exit code, stdout and stderr, after a signal."""
        if told is not None:
            self.process.send_signal(told)
        out, err = await asyncio.wait_for(self.process.communicate(), ENDS_S)
        return self.process.returncode, out.decode(), err.decode()


@asynccontextmanager
async def served(
    *, port: int | None = None, grace_s: float = 5.0, beside: int | None = None
) -> AsyncIterator[Served]:
    """The small application in a process of its own."""
    port = port or free_port()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.unit.hub.served", str(port), str(grace_s)),
        *([] if beside is None else [str(beside)]),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield Served(process, port, beside)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
async def test_told_to_stop_at_its_first_answer_it_stops(told: signal.Signals) -> None:
    for _ in range(4):
        async with served() as server:
            await server.until_it_answers()
            assert await server.ended(told) == (0, "stopped\n", "")


async def test_what_is_in_hand_is_answered() -> None:
    async with served() as server:
        await server.until_it_answers()
        asking = asyncio.create_task(server.get("/slow/1.0"))
        await asyncio.sleep(0.3)
        ended = asyncio.create_task(server.ended(signal.SIGTERM))
        assert await asking == "done"
        assert (await ended)[0] == 0


async def test_what_takes_too_long_is_cut_off() -> None:
    async with served(grace_s=0.5) as server:
        await server.until_it_answers()
        asking = asyncio.create_task(server.get("/slow/60.0"))
        await asyncio.sleep(0.3)
        assert (await server.ended(signal.SIGTERM))[:2] == (0, "stopped\n")
        with pytest.raises(aiohttp.ClientError):
            await asking


async def test_an_open_socket_is_told_that_the_server_goes_away() -> None:
    async with served() as server:
        await server.until_it_answers()
        async with connect(server.url.replace("http", "ws") + "/socket") as chat:
            assert await chat.recv() == "hello"
            ended = asyncio.create_task(server.ended(signal.SIGTERM))
            with pytest.raises(ConnectionClosed) as closed:
                await chat.recv()
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 1001
            assert (await ended)[:2] == (0, "stopped\n")


async def test_two_are_served_side_by_side_and_end_together() -> None:
    async with served(beside=free_port()) as server:
        await server.until_it_answers()
        assert await server.get("/", server.beside) == "there"
        asking = asyncio.create_task(server.get("/slow/1.0", server.beside))
        await asyncio.sleep(0.3)
        ended = asyncio.create_task(server.ended(signal.SIGTERM))
        assert await asking == "done there"
        assert await ended == (0, "stopped beside\nstopped\n", "")


async def test_a_taken_port_of_the_one_beside_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        async with served(beside=holder.getsockname()[1]) as server:
            code, _, err = await server.ended()
            assert code == 1
            assert err.strip().endswith("cannot be opened: Address already in use")


async def test_a_taken_port_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        async with served(port=holder.getsockname()[1]) as server:
            code, _, err = await server.ended()
            assert code == 1
            assert err.strip().endswith("cannot be opened: Address already in use")
