"""The client reaches its own hosts only, is bounded in time and size, and knows what may have been sent."""

import asyncio
import logging
import socket
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import aiohttp
import pytest
import structlog
from structlog.testing import capture_logs

from connectors.kit.accounts import AccountKey
from connectors.kit.http import AccountClient, Hosts, NotSent, ProviderResponse, Unknown
from connectors.kit.http import exchange as exchanging
from connectors.kit.http.exchange import Limits
from hub.errors import BadInput, NotAllowed
from tests.support.ports import free_port
from tests.unit.connectors.kit.provider import Provider

KEY = AccountKey("wechat", "retail")
LIMITS = Limits(connect_s=0.5, total_s=1.0, answer_bytes=10_000)
MEGABYTE = 1 << 20
SECRET = {"Authorization": "Basic x"}


@pytest.fixture
async def client(provider: Provider) -> AsyncIterator[AccountClient]:
    opened = AccountClient(KEY, Hosts(frozenset(), frozenset({provider.place})), LIMITS)
    yield opened
    await opened.close()


async def test_json_goes_out_in_utf_8_with_chinese_as_it_is(
    client: AccountClient, provider: Provider
) -> None:
    result = await client.ask("POST", provider.url("/echo"), query={"a": "1&2"}, json={"content": "您好"})
    assert isinstance(result, ProviderResponse)
    assert (result.status, result.json()) == (200, {"errcode": 0})
    assert provider.bodies == ['{"content":"您好"}'.encode()]
    assert provider.asked[0].query["a"] == "1&2"
    assert provider.asked[0].content_type == "application/json"


async def test_forms_are_url_encoded_or_multipart(client: AccountClient, provider: Provider) -> None:
    await client.ask("POST", provider.url("/echo"), form={"Body": "退订"}, headers=SECRET)
    parts = aiohttp.FormData()
    parts.add_field("media", b"\x89PNG", filename="a.png", content_type="image/png")
    await client.ask("POST", provider.url("/echo"), form=parts)
    assert provider.bodies[0] == b"Body=%E9%80%80%E8%AE%A2"
    assert provider.asked[0].headers["Authorization"] == "Basic x"
    assert b"\x89PNG" in provider.bodies[1]


async def test_no_cookie_is_kept(client: AccountClient, provider: Provider) -> None:
    for _ in range(2):
        await client.ask("GET", provider.url("/echo"))
    assert "Cookie" not in provider.asked[1].headers


async def test_a_redirect_is_an_answer_that_nobody_follows(client: AccountClient, provider: Provider) -> None:
    result = await client.ask("GET", provider.url("/away"))
    assert isinstance(result, ProviderResponse)
    assert (result.status, result.headers["location"]) == (302, "/echo")
    assert provider.asked == []


async def test_an_answer_that_is_no_json_is_bad_input(client: AccountClient, provider: Provider) -> None:
    for body in (b"", b"<xml/>", b"\xff", b"[" * 100_000):
        with pytest.raises(BadInput):
            ProviderResponse(200, {}, body).json()
    result = await client.ask("GET", provider.url("/large"), query={"bytes": "1000", "told": ""})
    assert isinstance(result, ProviderResponse)
    assert len(result.body) == 1000


async def test_nobody_listening_is_not_sent() -> None:
    port = free_port()
    client = AccountClient(KEY, Hosts(frozenset(), frozenset({f"127.0.0.1:{port}"})), LIMITS)
    assert await client.ask("POST", f"http://127.0.0.1:{port}/", json={}) == NotSent("ClientConnectorError")
    await client.close()


@contextmanager
def full_backlog() -> Iterator[int]:
    """A port whose connections are never completed: its queue is full and nobody takes from it."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(listening.getsockname())
        yield listening.getsockname()[1]
        for each in waiting:
            each.close()


async def test_a_connection_that_is_not_made_in_time_is_not_sent() -> None:
    with full_backlog() as port:
        await asyncio.sleep(0.1)
        client = AccountClient(KEY, Hosts(frozenset(), frozenset({f"127.0.0.1:{port}"})), LIMITS)
        result = await client.ask("POST", f"http://127.0.0.1:{port}/", json={})
        await client.close()
    assert isinstance(result, NotSent)


async def test_a_provider_that_never_answers_is_unknown(client: AccountClient, provider: Provider) -> None:
    began = time.monotonic()
    result = await client.ask("POST", provider.url("/silent"), json={})
    assert isinstance(result, Unknown)
    assert provider.arrived.is_set()
    assert time.monotonic() - began >= LIMITS.total_s


async def test_waiting_for_a_free_connection_is_not_sent(provider: Provider) -> None:
    limits = Limits(connect_s=0.5, total_s=2.0, connections=1)
    client = AccountClient(KEY, Hosts(frozenset(), frozenset({provider.place})), limits)
    first = asyncio.create_task(client.ask("POST", provider.url("/silent"), json={}))
    await provider.arrived.wait()
    second = await client.ask("POST", provider.url("/echo"), json={})
    assert isinstance(second, NotSent)
    assert provider.asked == []
    assert isinstance(await first, Unknown)
    await client.close()


async def test_a_connection_that_is_cut_is_unknown(client: AccountClient, provider: Provider) -> None:
    assert await client.ask("POST", provider.url("/hang_up"), json={}) == Unknown("ServerDisconnectedError")


@pytest.mark.parametrize("query", [{"told": ""}, {}, {"zip": ""}])
async def test_a_large_answer_is_not_read_to_its_end(provider: Provider, query: dict[str, str]) -> None:
    patient = Limits(total_s=60.0, answer_bytes=10_000)
    client = AccountClient(KEY, Hosts(frozenset(), frozenset({provider.place})), patient)
    asked = {"bytes": str(MEGABYTE), **query}
    assert await client.ask("GET", provider.url("/large"), query=asked) == Unknown("the answer is too large")
    enough = await client.ask("GET", provider.url("/large"), query=asked, answer_bytes=2 * MEGABYTE)
    assert isinstance(enough, ProviderResponse)
    assert len(enough.body) > 10_000
    await client.close()


async def test_no_token_and_no_words_stand_in_logs_or_in_what_is_shown(
    client: AccountClient,
    provider: Provider,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Of its own level: another test of this process may have set the house's to a higher one.
    everything = structlog.make_filtering_bound_logger(logging.DEBUG)
    monkeypatch.setattr(exchanging, "log", structlog.wrap_logger(None, wrapper_class=everything))
    with capture_logs() as lines, caplog.at_level(logging.DEBUG):
        results = [
            await client.ask(
                "POST", provider.url(path), query={"access_token": "t0ken"}, json={"content": "w0rds"}
            )
            for path in ("/echo", "/hang_up", "/silent")
        ]
    # The provider runs in this process, too: its own log of who called is not ours.
    ours = [record.getMessage() for record in caplog.records if record.name != "aiohttp.access"]
    told = f"{lines} {results} {ours}"
    assert [line["event"] for line in lines] == ["provider.answered"] + ["provider.no_answer"] * 2
    assert {line["host"] for line in lines} == {"127.0.0.1"}
    assert "t0ken" not in told
    assert "w0rds" not in told
    assert "errcode" not in told


async def test_another_host_is_refused_before_anything_is_sent(
    client: AccountClient, provider: Provider
) -> None:
    for address in ("https://api.weixin.qq.com/", f"http://127.0.0.1:{free_port()}/"):
        with pytest.raises(NotAllowed):
            await client.ask("GET", address)
    assert provider.asked == []
