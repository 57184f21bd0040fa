"""A call through a real media server at the wire: a customer's link reaches neither it nor others."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.flow.video.meeting import Met, come_in, met
from tests.support.bot import TestBot, done
from tests.support.clock import HandClock
from tests.support.house import House, make_settings, running_house
from tests.support.janus import INSTALL, JanusServer, find_janus
from tests.support.looking import rows
from tests.support.migrated import migrated_file
from tests.support.staff import make_account
from tests.support.try_video import seal_keys
from tests.support.video import Side, customer_side
from video.media.server import MediaServer, ServerSession
from video.store import cases
from video.store.schema import video_call
from video.store.schema_recordings import video_recording

pytestmark = pytest.mark.alone
"""The media server takes a hub that stands still for gone."""

NO_SDP = {"kind": "offer", "sdp": "v=0\r\n"}
FORBIDDEN: list[dict[str, Any]] = [
    {"type": "signal", "round": 2, "data": NO_SDP, "call": f"{'0' * 24}.1.1"},
    {"janus": "create", "transaction": "x"},
    {"type": "begin", "script": "risk_disclosure"},
    {"type": "step", "step": "consent", "answer": "同意"},
    {"type": "signal", "round": 2, "data": {"kind": "set", "record": True, "filename": "/x"}},
]
"""What a customer's page has no business with: another call, the server, the flow."""


@pytest.fixture
def janus(tmp_path: Path) -> Any:
    program = find_janus()
    if program is None:
        pytest.skip(f"no media server found: {INSTALL}")
    server = JanusServer(program, tmp_path / "janus")
    server.start()
    yield server
    server.kill()


@pytest.fixture
async def house(janus: JanusServer, tmp_path: Path, bot: TestBot) -> AsyncIterator[House]:
    """A house with a media server."""

    async def hands_over(ask: dict[str, Any]) -> tuple[int, Any]:
        command = {"type": "request_person", "reason": "客户要求人工"}
        return 200, done(ask, {"type": "text", "text": "正在为您转接"}, commands=[command])

    bot.answer = hands_over
    database = await asyncio.to_thread(migrated_file, tmp_path / "yuanqiao.db")
    private, _ = await asyncio.to_thread(seal_keys, tmp_path / "keys")
    more: dict[str, Any] = {**janus.settings(), "video_seal_key": str(private)}
    settings = make_settings(database, tmp_path, bot.port, **more)
    async with running_house(settings, bot, HandClock()) as running:
        await make_account(running.hub.staff, "li.ming")
        yield running


@asynccontextmanager
async def asked_to_be_recorded(house: House, script: str) -> AsyncIterator[tuple[Met, Side, str]]:
    """Both sides in a call that goes through the media server; nobody has agreed to anything yet."""
    async with met(house) as both, customer_side(house) as customer:
        await come_in(customer, await both.link())
        call = (await both.agent.call_is("ringing"))["call"]
        assert await both.agent.ask("accept", call=call) == "done"
        await customer.call_is("joined")
        (row,) = await rows(house, video_call)
        until = house.hub.clock.now() + timedelta(days=1)
        async with house.database.write() as connection:
            for licence in ("wealth_sales", "card_sales"):
                await cases.give_licence(connection, row.account_id, licence, until)
        assert await both.agent.ask("begin", call=call, script=script) == "done"
        await customer.call_is("joined", round=2, recorded="asked")
        yield both, customer, call


async def test_a_page_reaches_the_server_by_the_hub_alone(house: House, janus: JanusServer) -> None:
    async with asked_to_be_recorded(house, "risk_disclosure") as (both, customer, call):
        await both.agent.put("signal", call=call, round=2, data=NO_SDP)
        await customer.put("signal", call=call, round=2, data=NO_SDP | {"kind": "answer"})
        assert await both.agent.ask("step", call=call, step="faces") == "consent_first"
        await customer.put("ping")
        await customer.one(lambda frame: frame["type"] == "pong")
        await customer.call_is("joined")
        assert customer.signals() == [], "what one page says goes to the server, and to no other page"
        told = str(both.agent.frames) + str(customer.frames)
        assert janus.config.secret not in told
        assert str(janus.config.port) not in told
        (seated,) = [frame for frame in customer.frames if frame["type"] == "seated"]
        for frame in FORBIDDEN:
            await both.agent.put("ping")  # who is silent has lost the line
            async with customer_side(house) as again:
                await again.put("return", seat=seated["seat"])
                await again.put("ready")
                await again.call_is("joined")
                await again.socket.send_json({"call": call} | frame)
                assert await again.closed() == 4400, frame
    assert await rows(house, video_recording) == []


async def test_the_server_listens_on_loopback_alone_and_opens_to_its_secret_alone(janus: JanusServer) -> None:
    assert janus.listens_on() == {("127.0.0.1", janus.config.port)}
    url = janus.config.url.replace("ws://", "http://")
    async with aiohttp.ClientSession(trust_env=False) as session:
        for verb, code in (("create", 403), ("list_sessions", 457), ("handle_info", 457)):
            async with session.ws_connect(url, protocols=["janus-protocol"]) as socket:
                await socket.send_json({"janus": verb, "transaction": "x"})
                told = await socket.receive_json(timeout=10)
            assert (told["janus"], told["error"]["code"]) == ("error", code), verb
        with pytest.raises(aiohttp.ClientError):
            await session.ws_connect(url, protocols=["janus-admin-protocol"])


async def test_who_turns_back_before_the_session_began_breaks_nothing(
    janus: JanusServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = asyncio.Event()

    async def begin(_session: ServerSession) -> None:
        begun.set()
        await asyncio.Event().wait()

    async def hold() -> None:
        async with MediaServer(janus.config.url, janus.config.secret).session():
            pass

    monkeypatch.setattr(ServerSession, "begin", begin)
    task = asyncio.create_task(hold())
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_what_is_recorded_needs_the_server_and_the_consent_before_anything(
    house: House, janus: JanusServer
) -> None:
    async with asked_to_be_recorded(house, "risk_disclosure") as (both, customer, call):
        assert await both.agent.ask("step", call=call, step="consent", answer="同意") == "done"
        await customer.call_is("joined", recorded="agreed")
        refused = await both.agent.ask("step", call=call, step="faces")
        assert refused == "not_recording", "no page is connected, so nothing is recorded"
        janus.kill()
        assert (await customer.call_is("ended"))["why"] == "media"
        await both.desk.until(lambda desk: bool(desk.state["tasks"]))
