"""The hub behind a real nginx with TLS, in the configuration that deploy/ ships."""

import asyncio
import json
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp.resolver import AbstractResolver, ResolveResult
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from hub.web.edge.http import HEADERS
from tests.support.bot import TestBot
from tests.support.house import House, make_settings, running_house
from tests.support.nginx import CHAT, DESK, INSTALL, MEDIA, Nginx, find_nginx, running_nginx
from tests.support.staff import PASSWORD, make_account
from tests.support.waiting import PATIENCE_S

ORIGIN = f"https://{CHAT}"


@dataclass
class Front:
    """A hub and the nginx in front of it."""

    house: House
    nginx: Nginx

    async def open(self, address: str = "127.0.0.1", **headers: str) -> ClientConnection:
        """A socket from one of this machine's addresses, behind its `hello`."""
        socket = await connect(
            f"wss://{CHAT}/webchat/socket",
            host="127.0.0.1",
            port=self.nginx.port,
            local_addr=(address, 0),
            ssl=self.nginx.trust,
            origin=ORIGIN,  # type: ignore[arg-type]
            additional_headers=headers,
            proxy=None,
        )
        hello = {"type": "hello", "v": 1, "token": None, "embedder": ORIGIN}
        await socket.send(json.dumps(hello))
        return socket

    async def first(self, address: str, **headers: str) -> str | int:
        """What a newcomer hears first: the type of a frame, or the code of the end."""
        socket = await self.open(address, **headers)
        try:
            return str(json.loads(await socket.recv())["type"])
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 1006
        finally:
            await socket.close()

    @asynccontextmanager
    async def http(self) -> AsyncIterator[aiohttp.ClientSession]:
        """Asks under the names of the bank, which lead here."""
        connector = aiohttp.TCPConnector(ssl=self.nginx.trust, resolver=Here())
        async with aiohttp.ClientSession(connector=connector) as session:
            yield session


class Here(AbstractResolver):
    """Every name is this machine."""

    async def resolve(self, host: str, port: int = 0, family: Any = 0) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host="127.0.0.1", port=port, family=2, proto=0, flags=0)  # AF_INET
        ]

    async def close(self) -> None:
        """Nothing to close."""


@asynccontextmanager
async def fronted(tmp_path: Path, bot: TestBot, **settings: Any) -> AsyncIterator[Front]:
    program = find_nginx()
    if program is None:
        pytest.skip(f"no nginx found: {INSTALL}")
    url, folder = f"sqlite:///{tmp_path / 'yuanqiao.db'}", tmp_path / "nginx"
    folder.mkdir()
    values = {
        "public_url": ORIGIN,
        "media_url": f"https://{MEDIA}",
        "staff_url": f"https://{DESK}",
        "webchat_origins": "https://www.bank.example",
    }
    values |= {"root_url": "https://www.bank.example/", "trusted_proxies": "127.0.0.1"}
    made = make_settings(url, tmp_path, bot.port, **(values | settings))
    async with running_house(made, bot) as house:
        ports = {"hub_port": made.port, "media_port": made.media_port, "staff_port": made.staff_port}
        with running_nginx(program, folder, **ports) as nginx:
            yield Front(house, nginx)


async def test_a_question_is_asked_and_answered_over_tls(tmp_path: Path, bot: TestBot) -> None:
    async with fronted(tmp_path, bot) as front:
        socket = await front.open()
        segments = [{"type": "text", "text": "你好"}]
        await socket.send(json.dumps({"type": "send", "id": str(uuid.uuid4()), "segments": segments}))
        async with asyncio.timeout(PATIENCE_S):
            while True:
                frame = json.loads(await socket.recv())
                if frame["type"] == "message" and frame["message"]["direction"] == "out":
                    break
        assert frame["message"]["segments"][0]["text"] == "echo: 你好"
        await socket.close()


async def test_each_client_has_its_own_share_and_none_can_make_up_another(
    tmp_path: Path, bot: TestBot
) -> None:
    async with fronted(tmp_path, bot, webchat_visitors_per_minute=2) as front:
        assert [await front.first("127.0.0.2") for _ in range(3)] == ["welcome", "welcome", 4429]
        assert await front.first("127.0.0.2", **{"X-Forwarded-For": "198.51.100.7"}) == 4429
        assert await front.first("127.0.0.2", **{"Forwarded": "for=198.51.100.7"}) == 4429
        assert await front.first("127.0.0.3") == "welcome"


async def test_sockets_are_counted_for_the_client_and_not_for_the_proxy(tmp_path: Path, bot: TestBot) -> None:
    async with fronted(tmp_path, bot, connections_per_address=2) as front:
        held = [await front.open("127.0.0.2") for _ in range(2)]
        with pytest.raises(InvalidStatus) as refused:
            await front.open("127.0.0.2")
        assert refused.value.response.status_code == 429
        held += [await front.open("127.0.0.3") for _ in range(2)]
        for socket in held:
            await socket.close()
        await asyncio.sleep(0.2)
        assert await front.first("127.0.0.2") == "welcome"


async def test_without_the_proxys_name_all_share_its_address_and_that_is_said(
    tmp_path: Path, bot: TestBot, capsys: pytest.CaptureFixture[str]
) -> None:
    async with fronted(tmp_path, bot, trusted_proxies="", webchat_visitors_per_minute=1) as front:
        assert [await front.first(f"127.0.0.{last}") for last in (2, 3)] == ["welcome", 4429]
    assert capsys.readouterr().out.count("web.proxy_not_named") == 1


async def test_customers_reach_what_is_theirs_and_operators_the_rest(tmp_path: Path, bot: TestBot) -> None:
    async with fronted(tmp_path, bot) as front, front.http() as http:
        outside, inside = (
            f"https://{CHAT}:{front.nginx.port}",
            f"http://127.0.0.1:{front.nginx.operators_port}",
        )
        media = f"https://{MEDIA}:{front.nginx.port}"
        for path in ("/metrics", "/healthz", "/readyz", "/metrics/", "//metrics", "/webchat/../metrics"):
            for origin in (outside, media):
                async with http.get(f"{origin}{path}", allow_redirects=False) as answer:
                    assert answer.status in (400, 404), path
        for path in ("/metrics", "/healthz", "/readyz"):
            async with http.get(f"{inside}{path}") as answer:
                assert answer.status == 200
        async with http.get(f"{outside}/", allow_redirects=False) as answer:
            assert answer.headers["Location"] == "https://www.bank.example/"
        async with http.get(f"{inside}/webchat/frame") as answer:
            assert answer.status == 404
        async with http.get(f"{media}/media/{'0' * 64}") as answer:
            assert (answer.status, (await answer.json())["code"]) == (403, "bad_signature")


async def test_headers_are_there_once_behind_the_proxy_too(tmp_path: Path, bot: TestBot) -> None:
    async with (
        fronted(tmp_path, bot) as front,
        front.http() as http,
        http.get(f"https://{CHAT}:{front.nginx.port}/webchat/nowhere") as answer,
    ):
        assert answer.status == 404
        for name in (*HEADERS, "Strict-Transport-Security"):
            assert len(answer.headers.getall(name, [])) == 1, name
        assert "nginx/" not in answer.headers["Server"]


async def test_a_foreign_page_opens_no_socket_through_the_proxy(tmp_path: Path, bot: TestBot) -> None:
    async with fronted(tmp_path, bot) as front, front.http() as http:
        for path in ("/webchat/socket", "/webchat/socket/", "/webchat//socket", "/webchat/x/../socket"):
            for origin in ("https://evil.example", "https://www.bank.example"):
                headers = {"Origin": origin, "Upgrade": "websocket", "Connection": "Upgrade"}
                async with http.get(f"https://{CHAT}:{front.nginx.port}{path}", headers=headers) as answer:
                    assert answer.status in (403, 404), path


async def test_staff_sign_in_on_an_origin_of_their_own(tmp_path: Path, bot: TestBot) -> None:
    async with fronted(tmp_path, bot) as front:
        await make_account(front.house.hub.staff, "li.ming")
        desk = f"https://{DESK}:{front.nginx.port}"
        own_page = {"Origin": f"https://{DESK}", "X-Yuanqiao-Staff": "1"}
        body = {"login": "li.ming", "password": PASSWORD}
        async with front.http() as http:
            async with http.post(f"{desk}/staff/session", json=body, headers=own_page) as answer:
                assert answer.status == 200
                cookie = answer.headers["Set-Cookie"]
            assert cookie.startswith("__Host-yuanqiao_staff=")
            assert {"Secure", "HttpOnly", "SameSite=Strict"} <= {each.strip() for each in cookie.split(";")}
            async with http.get(f"{desk}/staff/me") as answer:
                assert (await answer.json())["login"] == "li.ming"
            for foreign in (f"https://{CHAT}", desk):
                told = own_page | {"Origin": foreign}
                async with http.delete(f"{desk}/staff/session", headers=told) as answer:
                    assert answer.status == 403
            for elsewhere in (f"https://{CHAT}:{front.nginx.port}", f"https://{MEDIA}:{front.nginx.port}"):
                async with http.get(f"{elsewhere}/staff/me") as answer:
                    assert answer.status == 404
