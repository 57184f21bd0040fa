"""WeCom's phone is served among the others, and does what a phone can do alone."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from simulators.phones.server import make_app
from tests.support.wecom import ACCOUNT


@pytest.fixture
async def url() -> AsyncIterator[str]:
    app = make_app({"wecom": [ACCOUNT]}, "http://127.0.0.1:1")
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def test_it_adds_itself_to_the_page_and_brings_all_that_its_page_needs(url: str) -> None:
    async with aiohttp.ClientSession() as session:
        assert 'href="/wecom/"' in await (await session.get(url)).text()
        for path in ("", "site/phone.js", "site/cards.js", "site/menu.js", "site/panel.js", "site/wecom.css"):
            async with session.get(f"{url}/wecom/{path}") as answer:
                assert answer.status == 200
        async with session.get(f"{url}/wecom/phone/0annaphone?after=0&revision=-1") as answer:
            state = await answer.json()
    assert (state["rights"][0]["left"], state["closed"], state["licensed"]) == (30, {}, True)


@pytest.mark.parametrize(
    "asked",
    [
        {},
        [],
        {"do": "say", "text": ""},
        {"do": "press", "n": 1, "key": "pick:a:b"},
        {"do": "fail", "how": "x"},
        {"do": "days", "count": -1},
    ],
)
async def test_what_no_phone_does_is_refused(url: str, asked: object) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{url}/wecom/phone/0annaphone", json=asked) as answer,
    ):
        assert answer.status == 400
