"""The phones are served to this machine's own pages, and each adds itself to the page that leads to them."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from simulators.phones.folders import find_phones
from simulators.phones.server import hub_of, make_app

ACCOUNTS = {
    "wechat": [
        {
            "name": "phone",
            "app_id": "wx00000000000a0001",
            "origin_id": "gh_phone",
            "secret": "s" * 32,
            "token": "t" * 32,
            "encoding_aes_key": "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
        }
    ]
}


@pytest.fixture
async def url() -> AsyncIterator[str]:
    runner = web.AppRunner(make_app(ACCOUNTS, "http://127.0.0.1:1"), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def test_each_phone_adds_itself_to_the_page(url: str) -> None:
    async with aiohttp.ClientSession() as session:
        page = await (await session.get(url)).text()
        phones = [phone for phone in find_phones() if set(phone.accounts) <= set(ACCOUNTS)]
        assert phones
        for phone in phones:
            assert f'href="/{phone.name}/"' in page
            assert phone.title in page
            async with session.get(f"{url}/{phone.name}/") as answer:
                assert answer.status == 200
                assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


async def test_a_phone_without_an_account_is_not_there() -> None:
    assert "/weixin/" not in str([each.canonical for each in make_app({}, "").router.resources()])


@pytest.mark.parametrize(
    "headers", [{"Host": "phones.evil.example"}, {"Origin": "https://evil.example"}, {"Origin": "null"}]
)
async def test_other_names_and_other_sites_are_refused(url: str, headers: dict[str, str]) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{url}/weixin/phone/0annaphone", json={}, headers=headers) as answer,
    ):
        assert answer.status == 403


@pytest.mark.parametrize(
    "asked", [{}, {"do": "say", "text": ""}, {"do": "fail", "how": "x"}, {"do": "days", "count": -1}, []]
)
async def test_what_no_phone_does_is_refused(url: str, asked: object) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{url}/weixin/phone/0annaphone", json=asked) as answer,
    ):
        assert answer.status == 400


def test_where_the_hub_is() -> None:
    assert hub_of({}) == "http://127.0.0.1:8086"
    assert hub_of({"YUANQIAO_HOST": "::", "YUANQIAO_INGRESS_PORT": "9"}) == "http://127.0.0.1:9"
    assert hub_of({"YUANQIAO_HOST": "::1"}) == "http://[::1]:8086"
