"""A request that could be read in two ways is refused, and nothing behind it is read as another one."""

import pytest

from tests.unit.hub.edge.conftest import Served

INNER = b"GET / HTTP/1.1\r\nHost: inner\r\n\r\n"
HEAD = b"POST /body HTTP/1.1\r\nHost: hub.test\r\n"

SMUGGLED = {
    "a space before the colon": HEAD + b"Content-Length : 33\r\n\r\n",
    "a tab before the colon": HEAD + b"Content-Length\t: 33\r\n\r\n",
    "a space before the name": HEAD + b" Content-Length: 33\r\n\r\n",
    "a folded line": HEAD + b"Content-Length:\r\n 33\r\n\r\n",
    "a folded line of another header": HEAD + b"X: a\r\n\tb\r\nContent-Length: 0\r\n\r\n",
    "two hosts": HEAD + b"Host: other.test\r\nContent-Length: 0\r\n\r\n",
    "two hosts that are the same": HEAD + b"host: hub.test\r\nContent-Length: 0\r\n\r\n",
    "no host": b"POST /body HTTP/1.1\r\nContent-Length: 0\r\n\r\n",
    "two lengths": HEAD + b"Content-Length: 0\r\nContent-Length: 33\r\n\r\n",
    "two lengths that are the same": HEAD + b"Content-Length: 0\r\nContent-Length: 0\r\n\r\n",
    "two lengths in one line": HEAD + b"Content-Length: 0, 0\r\n\r\n",
    "a length with a sign": HEAD + b"Content-Length: +0\r\n\r\n",
    "a length below zero": HEAD + b"Content-Length: -1\r\n\r\n",
    "a length in hexadecimal": HEAD + b"Content-Length: 0x0\r\n\r\n",
    "a length with a line": HEAD + b"Content-Length: 1_0\r\n\r\n",
    "no length": HEAD + b"Content-Length:\r\n\r\n",
    "a length in other digits": HEAD + "Content-Length: ٣\r\n\r\n".encode(),
    "a length and chunks": HEAD + b"Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunks and a length": HEAD + b"Transfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n0\r\n\r\n",
    "chunks": HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunks in other letters": HEAD + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "a bare line feed in a value": HEAD + b"X: a\nContent-Length: 33\r\n\r\n",
    "bare line feeds everywhere": HEAD.replace(b"\r\n", b"\n") + b"X: y\r\nContent-Length: 0\r\n\r\n",
    "a bare carriage return": HEAD + b"X: a\rContent-Length: 33\r\n\r\n",
    "a zero": HEAD + b"X: a\0b\r\n\r\n",
    "a header without a colon": HEAD + b"Content-Length\r\n\r\n",
    "a header without a name": HEAD + b": 33\r\n\r\n",
    "a name with a bracket": HEAD + b"Content(Length): 33\r\n\r\n",
    "a name outside ASCII": HEAD + "Contént-Length: 33\r\n\r\n".encode(),
    "two spaces in the first line": b"GET  / HTTP/1.1\r\nHost: hub.test\r\n\r\n",
    "a whole address": b"GET http://hub.test/ HTTP/1.1\r\nHost: hub.test\r\n\r\n",
    "another protocol": b"GET / HTTP/2.0\r\nHost: hub.test\r\n\r\n",
    "a method in small letters": b"get / HTTP/1.1\r\nHost: hub.test\r\n\r\n",
    "an address outside ASCII": "GET /é HTTP/1.1\r\nHost: hub.test\r\n\r\n".encode(),
}


@pytest.mark.parametrize("case", SMUGGLED)
async def test_it_is_refused_and_nothing_behind_it_is_answered(served: Served, case: str) -> None:
    wire = await served.connect()
    await wire.say(SMUGGLED[case] + INNER)
    status, headers, _ = await wire.answer()
    assert status in (400, 411)
    assert headers["connection"] == "close"
    assert await wire.reader.read(65_536) == b"", "no second answer"


async def test_what_is_right_is_answered_one_after_the_other(served: Served) -> None:
    wire = await served.connect()
    await wire.say(
        HEAD + b"X-Tab:\ta\tb \r\nX-Empty:\r\nX-Latin: \xe9\r\nContent-Length: 5\r\n\r\nwords" + INNER
    )
    for body in (b"5", b"here"):
        status, _, answered = await wire.answer()
        assert (status, answered) == (200, body)


async def test_a_head_without_end_is_refused(served: Served) -> None:
    wire = await served.connect()
    await wire.say(b"GET / HTTP/1.1\r\nHost: hub.test\r\nX: " + b"x" * 20_000)
    assert (await wire.answer())[0] == 413
