"""Connections that are too many or too slow end, with a word where one can be said; the others do not."""

import asyncio
import contextlib
import os

import pytest

from hub.web.edge import patience, protocol
from hub.web.edge.door import Door
from tests.support.raw import Wire
from tests.support.waiting import PATIENCE_S
from tests.unit.hub.edge.conftest import LARGE_BYTES, Served, serving

REQUEST = b"GET / HTTP/1.1\r\nHost: hub.test\r\n\r\n"


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same patience, a fiftieth as long."""
    monkeypatch.setattr(patience, "LOOK_EVERY_S", 0.02)
    monkeypatch.setattr(patience, "HEAD_S", 0.2)
    monkeypatch.setattr(patience, "IDLE_S", 0.3)
    monkeypatch.setattr(patience, "PROXY_IDLE_S", 1.5)
    monkeypatch.setattr(patience, "BODY_GRACE_S", 0.2)
    monkeypatch.setattr(patience, "READ_S", 0.4)
    monkeypatch.setattr(patience, "LINGER_S", 0.1)


async def drip(wire: Wire, data: bytes, every_s: float) -> None:
    """A byte at a time, for as long as the server takes them."""
    with contextlib.suppress(ConnectionError):
        for byte in data:
            await wire.say(bytes((byte,)))
            await asyncio.sleep(every_s)


@pytest.mark.usefixtures("hasty")
async def test_a_head_that_drips_is_told_that_it_took_too_long(served: Served) -> None:
    wire = await served.connect()
    dripping = asyncio.create_task(drip(wire, b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 1000, 0.02))
    assert (await wire.answer())[0] == 408
    await wire.ended()
    dripping.cancel()


@pytest.mark.usefixtures("hasty")
async def test_the_head_of_a_second_request_has_the_same_time(served: Served) -> None:
    wire = await served.connect()
    await wire.say(REQUEST)
    assert (await wire.answer())[0] == 200
    dripping = asyncio.create_task(drip(wire, b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 1000, 0.02))
    assert (await wire.answer())[0] == 408
    dripping.cancel()


@pytest.mark.usefixtures("hasty")
async def test_silence_and_idleness_end(served: Served) -> None:
    silent, idle = await served.connect(), await served.connect()
    await idle.say(REQUEST)
    assert (await idle.answer())[0] == 200
    await silent.ended(2)
    await idle.ended(2)


@pytest.mark.usefixtures("hasty")
async def test_a_body_that_drips_is_told_that_it_took_too_long(served: Served) -> None:
    wire = await served.connect()
    await wire.say(b"POST /body HTTP/1.1\r\nHost: hub.test\r\nContent-Length: 5000\r\n\r\n")
    dripping = asyncio.create_task(drip(wire, b"x" * 5000, 0.02))
    assert (await wire.answer())[0] == 408
    await wire.ended()
    dripping.cancel()


@pytest.mark.usefixtures("hasty")
async def test_a_body_on_a_slow_line_is_taken(served: Served) -> None:
    wire = await served.connect()
    await wire.say(b"POST /body HTTP/1.1\r\nHost: hub.test\r\nContent-Length: 4000\r\n\r\n")
    for _ in range(20):
        await wire.say(b"x" * 200)
        await asyncio.sleep(0.05)
    status, _, body = await wire.answer()
    assert (status, body) == (200, b"4000")


@pytest.mark.usefixtures("hasty")
async def test_an_answer_that_nobody_reads_ends() -> None:
    async with serving() as served:
        wire = await served.connect()
        wire.writer.transport.pause_reading()  # type: ignore[attr-defined]
        await wire.say(b"GET /large HTTP/1.1\r\nHost: hub.test\r\n\r\n")
        async with asyncio.timeout(PATIENCE_S):
            while served.door._open:  # noqa: ASYNC110  (the door gives no sign)
                await asyncio.sleep(0.02)


@pytest.mark.usefixtures("hasty")
async def test_an_answer_that_is_read_slowly_comes_whole(served: Served) -> None:
    wire = await served.connect()
    await wire.say(b"GET /large HTTP/1.1\r\nHost: hub.test\r\n\r\n")
    head = await wire.reader.readuntil(b"\r\n\r\n")
    assert b"200 OK" in head
    read = 0
    for _ in range(
        30
    ):  # a second and a half: longer than idle connections, and those that nobody reads, have
        read += len(await wire.reader.readexactly(1_000_000))
        await asyncio.sleep(0.05)
    assert read == LARGE_BYTES


@pytest.mark.usefixtures("hasty")
async def test_a_trusted_proxy_may_keep_its_connections_for_longer() -> None:
    from hub.remote import read_networks

    door = Door(most=100, per_address=1, proxies=read_networks("127.0.0.1"))
    async with serving(door) as served:
        wires = [await served.connect() for _ in range(5)]
        for _ in range(2):
            for wire in wires:
                await wire.say(REQUEST)
                assert (await wire.answer())[0] == 200, "neither idle for too long nor too many"
            await asyncio.sleep(0.6)


async def test_one_address_holds_so_many_and_is_told() -> None:
    async with serving(Door(most=100, per_address=3)) as served:
        held = [await served.connect() for _ in range(3)]
        status, headers, body = await (await served.connect()).answer()
        assert (status, b"too_many" in body, headers["cache-control"]) == (429, True, "no-store")
        assert int(headers["retry-after"]) >= 1
        held[0].writer.close()
        await asyncio.sleep(0.1)
        wire = await served.connect()
        await wire.say(REQUEST)
        assert (await wire.answer())[0] == 200


async def test_descriptors_stay_in_reserve_and_who_is_not_taken_is_told() -> None:
    async with serving(Door(most=20, per_address=100)) as served:
        held = [await served.connect() for _ in range(20)]
        await asyncio.sleep(0.1)
        before = len(os.listdir("/proc/self/fd"))
        for _ in range(protocol.LINGERING + 40):
            wire = await served.connect()
            wire.writer.write(REQUEST)
        status, _, body = await served.wires[20].answer()
        assert (status, b"full" in body) == (503, True)
        await asyncio.sleep(protocol.LINGER_S + 0.3)
        # Both ends of each connection are in this process: what stayed is the clients' own.
        assert len(os.listdir("/proc/self/fd")) - before <= protocol.LINGERING + 40
        held[0].writer.close()
        await asyncio.sleep(0.1)
        wire = await served.connect()
        await wire.say(REQUEST)
        assert (await wire.answer())[0] == 200


async def test_requests_that_come_in_one_piece_let_others_through(served: Served) -> None:
    wire, other = await served.connect(), await served.connect()
    await wire.say(REQUEST * 200)
    await other.say(REQUEST)
    assert (await other.answer())[0] == 200
    assert wire.reader._buffer.count(b"here") != 200, "others do not wait for all of them"  # type: ignore[attr-defined]


async def test_a_route_without_a_rule_opens_no_socket(served: Served) -> None:
    from tests.support.raw import upgrade

    wire = await served.connect()
    await wire.say(upgrade("/without-a-rule"))
    assert (await wire.answer())[0] == 404
