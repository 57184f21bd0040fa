"""One socket that sends too much is not read, and in the end hung up on; what is within bounds is heard."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from hub.web.edge.socket import STRIKES
from tests.support.raw import CLOSE, CONT, PING, PONG, TEXT, Wire, frame, upgrade
from tests.support.waiting import PATIENCE_S
from tests.unit.hub.edge.conftest import BUDGET, Served, serving

HASTY = replace(BUDGET, frames_per_s=500.0, bytes_per_s=2_000_000.0, controls_per_s=500.0)
"""Filled again so soon that strikes follow one another quickly."""


async def pour(wire: Wire, piece: bytes, most_bytes: int = 200_000_000) -> int:
    """Sends the same again and again until the server hangs up; gives how many bytes it took."""
    sent = 0
    try:
        while sent < most_bytes:
            await wire.say(piece)
            sent += len(piece)
    except ConnectionError:
        pass
    return sent


MANY = 2000
FLOODS: dict[str, Callable[[], bytes]] = {
    "pings": lambda: frame(PING) * MANY,
    "pings with words": lambda: frame(PING, b"x" * 125) * MANY,
    "pongs": lambda: frame(PONG) * MANY,
    "typing": lambda: frame(TEXT, b'{"type":"typing"}') * MANY,
    "messages of the largest size": lambda: frame(TEXT, b"x" * 16_384) * 40,
    "one byte a message": lambda: frame(TEXT, b"x") * MANY,
    "empty messages": lambda: frame(TEXT) * MANY,
    "messages in two fragments": lambda: (frame(TEXT, b"x", fin=False) + frame(CONT, b"y")) * MANY,
    "pings inside a message": lambda: frame(TEXT, b"x", fin=False) + frame(PING) * MANY + frame(CONT),
}


@pytest.mark.parametrize("kind", FLOODS)
async def test_a_flood_is_ended_and_little_of_it_is_read(kind: str) -> None:
    async with serving(budget=HASTY) as served:
        wire = await served.opened()
        pouring = asyncio.create_task(pour(wire, FLOODS[kind]()))
        assert await wire.closing_code(20) in (1008, 1006)
        await wire.ended()
        await pouring
        most = (STRIKES + 2) * HASTY.frames + 2 * HASTY.frames_per_s
        assert len(served.heard) <= most
        assert sum(map(len, served.heard)) <= (STRIKES + 2) * HASTY.bytes + 4 * HASTY.bytes_per_s


async def test_fragments_without_end_are_ended_at_once(served: Served) -> None:
    wire = await served.opened()
    await wire.say(frame(TEXT, b"x", fin=False) + frame(CONT, fin=False) * BUDGET.fragments)
    assert await wire.closing_code() == 1008
    assert served.heard == []


async def test_as_many_fragments_as_are_allowed_are_one_message(served: Served) -> None:
    wire = await served.opened()
    await wire.say(frame(TEXT, b"x", fin=False) + frame(CONT, b"y", fin=False) * (BUDGET.fragments - 2))
    await wire.say(frame(CONT, "好".encode()))
    await heard(served, ["x" + "y" * (BUDGET.fragments - 2) + "好"])


async def test_what_the_reader_has_no_time_for_stays_with_the_client(served: Served) -> None:
    served.may_read.clear()
    wire = await served.opened()
    await asyncio.sleep(0.05)
    message = frame(TEXT, b"x" * 16_000)
    pouring = asyncio.create_task(pour(wire, message, 100_000_000))
    await asyncio.sleep(1.0)
    assert not pouring.done(), "the network holds it back"
    pouring.cancel()
    served.may_read.set()


async def test_who_sends_too_much_once_is_only_slowed_down() -> None:
    budget = replace(BUDGET, frames=20, frames_per_s=100.0)
    async with serving(budget=budget) as served:
        wire = await served.opened()
        for number in range(60):
            await wire.say(frame(TEXT, b"%d" % number))
        await heard(served, [str(number) for number in range(60)])


async def test_a_message_over_the_limit_is_told_so(served: Served) -> None:
    wire = await served.opened()
    await wire.say(frame(TEXT, b"x" * 16_385))
    assert await wire.closing_code() == 1009


async def test_the_limit_is_of_the_whole_message(served: Served) -> None:
    wire = await served.opened()
    await wire.say(frame(TEXT, b"x" * 10_000, fin=False) + frame(CONT, b"x" * 6_385))
    assert await wire.closing_code() == 1009


@pytest.mark.parametrize(
    "wrong",
    [b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", "好".encode()[:2]],
    ids=["no byte", "overlong", "half", "cut"],
)
async def test_what_is_no_utf_8_closes_with_its_code(served: Served, wrong: bytes) -> None:
    wire = await served.opened()
    await wire.say(frame(TEXT, wrong))
    assert await wire.closing_code() == 1007


async def test_a_character_may_lie_in_two_fragments(served: Served) -> None:
    wire = await served.opened()
    word = "好".encode()
    await wire.say(frame(TEXT, word[:1], fin=False) + frame(CONT, word[1:]))
    await heard(served, ["好"])


@pytest.mark.parametrize(
    "sent",
    [
        b"\xc1\x80\x00\x00\x00\x00",
        frame(CONT),
        b"\x81\x01x",
        frame(PING, fin=False),
        b"\x83\x80\x00\x00\x00\x00",
    ],
    ids=["compressed", "nothing to continue", "not masked", "a ping in pieces", "no such frame"],
)
async def test_what_the_protocol_forbids_closes(served: Served, sent: bytes) -> None:
    wire = await served.opened()
    await wire.say(sent)
    assert await wire.closing_code() == 1002


async def test_compression_is_not_negotiated(served: Served) -> None:
    wire = await served.connect()
    await wire.say(upgrade("/socket", "Sec-WebSocket-Extensions: permessage-deflate"))
    status, headers, _ = await wire.answer()
    assert status == 101
    assert "sec-websocket-extensions" not in headers


async def test_a_close_is_answered_and_what_follows_it_is_not_read(served: Served) -> None:
    wire = await served.opened()
    await wire.say(frame(TEXT, b"last") + frame(CLOSE, b"\x03\xe8") + frame(TEXT, b"later") * 100)
    assert await wire.closing_code() == 1000
    await wire.ended()
    await heard(served, ["last"])


async def test_a_byte_at_a_time_is_a_message_in_the_end(served: Served) -> None:
    wire = await served.opened()
    for byte in frame(TEXT, b"slowly"):
        await wire.say(bytes((byte,)))
        await asyncio.sleep(0.01)
    await heard(served, ["slowly"])


async def test_frames_that_come_with_the_request_are_heard(served: Served) -> None:
    wire = await served.connect()
    await wire.say(upgrade() + frame(TEXT, b"early"))
    assert (await wire.answer())[0] == 101
    await heard(served, ["early"])


async def test_an_address_that_floods_again_and_again_opens_no_more_sockets() -> None:
    async with serving() as served:
        for _ in range(4):
            wire = await served.opened()
            await wire.say(frame(TEXT, b"x", fin=False) + frame(CONT, fin=False) * BUDGET.fragments)
            assert await wire.closing_code() == 1008
        wire = await served.connect()
        await wire.say(upgrade())
        status, headers, body = await wire.answer()
        assert (status, b"too_many" in body) == (429, True)
        assert int(headers["retry-after"]) > 50


async def heard(served: Served, expected: list[str]) -> None:
    """Waits until exactly this was heard."""
    async with asyncio.timeout(PATIENCE_S):
        while len(served.heard) < len(expected):  # noqa: ASYNC110  (the handler gives no sign)
            await asyncio.sleep(0.01)
    assert served.heard == expected
