"""Open sockets: nothing overtakes history, who reads too slowly is cut off, and history never is."""

import asyncio
import json
from typing import Any

import pytest

from connectors.webchat.metrics import SOCKETS_OPEN
from connectors.webchat.sessions import BYTES_LIMIT, FRAMES_LIMIT, SlowReader, WebchatSession, WebchatSessions
from tests.support.waiting import PATIENCE_S

FRAME = {"type": "pong"}


async def read(session: WebchatSession, count: int) -> list[Any]:
    async with asyncio.timeout(PATIENCE_S):
        return [json.loads(await session.next()) for _ in range(count)]


async def test_frames_come_in_order_and_as_they_were() -> None:
    session = WebchatSession("a")
    frames = [{"n": number, "text": "远桥 😀\n"} for number in range(20)]
    for frame in frames:
        session.put(frame)
    assert await read(session, 20) == frames


async def test_live_frames_wait_behind_the_history() -> None:
    session = WebchatSession("a")
    with session.held():
        session.put_live({"live": 1})
        session.put_history({"history": 1})
        await asyncio.sleep(0)
        session.put_live({"live": 2})
        session.put_history({"history": 2})
    session.put_live({"live": 3})
    expected = [{"history": 1}, {"history": 2}, {"live": 1}, {"live": 2}, {"live": 3}]
    assert await read(session, 5) == expected


async def test_live_frames_come_even_when_reading_the_history_failed() -> None:
    session = WebchatSession("a")

    def broken() -> None:
        with session.held():
            session.put_live({"live": 1})
            raise RuntimeError("as told")

    with pytest.raises(RuntimeError, match="as told"):
        broken()
    assert await read(session, 1) == [{"live": 1}]


async def test_too_many_waiting_frames_cut_the_client_off() -> None:
    session = WebchatSession("a")
    for _ in range(FRAMES_LIMIT):
        session.put_live(FRAME)
    assert not session.broken
    session.put_live(FRAME)
    assert session.broken
    with pytest.raises(SlowReader):
        await session.next()


async def test_too_many_waiting_bytes_cut_the_client_off_counted_in_utf_8() -> None:
    session = WebchatSession("a")
    for _ in range(3):
        session.put({"text": "长" * (BYTES_LIMIT // 10)})
    assert not session.broken
    session.put({"text": "长" * (BYTES_LIMIT // 10)})
    assert session.broken


async def test_who_reads_is_never_cut_off() -> None:
    session = WebchatSession("a")
    for _ in range(FRAMES_LIMIT * 4):
        session.put({"text": "长" * 1000})
        await read(session, 1)
    assert not session.broken


async def test_a_long_history_cuts_nobody_off() -> None:
    """Else a client with much to catch up on comes again and again, and never gets anything."""
    session = WebchatSession("a")
    with session.held():
        for number in range(500):
            session.put_history({"n": number, "text": "长" * 4000})
        for _ in range(10):
            session.put_live(FRAME)
    assert not session.broken
    assert len(await read(session, 510)) == 510


async def test_after_being_cut_off_nothing_more_is_kept() -> None:
    session = WebchatSession("a")
    for _ in range(FRAMES_LIMIT + 1):
        session.put(FRAME)
    waiting = session._frames.qsize()
    for _ in range(1000):
        session.put(FRAME)
        session.put_history(FRAME)
    assert session._frames.qsize() == waiting


def test_a_visitor_may_have_several_sockets_and_they_are_counted() -> None:
    before = SOCKETS_OPEN._value.get()
    sessions = WebchatSessions()
    one, two, other = WebchatSession("a"), WebchatSession("a"), WebchatSession("b")
    for session in (one, two, other):
        sessions.add(session)
    assert set(sessions.of("a")) == {one, two}
    assert (sessions.count, SOCKETS_OPEN._value.get() - before) == (3, 3)
    for session in (one, one, two, WebchatSession("never added")):
        sessions.remove(session)
    assert sessions.of("a") == ()
    assert (sessions.count, SOCKETS_OPEN._value.get() - before) == (1, 1)
    sessions.remove(other)
    assert sessions._by_identity == {}, "who has gone leaves nothing behind"
