"""Every route of the hub in every spelling: exact paths, one check of the origin, headers on each answer."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hub.web.edge.http import HEADERS
from tests.support.bot import TestBot
from tests.support.house import House, make_settings, running_house
from tests.support.raw import Wire, connected, upgrade

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
SAMPLE = "0123456789abcdef"


def routes(house: House) -> Iterator[tuple[int, str, frozenset[str]]]:
    """Each route: port, path with samples in place of parameters, methods."""
    for server, port in (
        (house.hub.server, house.settings.port),
        (house.hub.media_server, house.settings.media_port),
        (house.hub.staff_server, house.settings.staff_port),
    ):
        for route in server.router.routes:
            yield port, "/" + re.sub(r"<[^>]*>", SAMPLE, route.path), frozenset(route.methods)


def spellings(path: str) -> Iterator[str]:
    """The same path, written otherwise."""
    head, _, last = path.rpartition("/")
    yield from (f"{path}/", f"{path}//", f"/{path}", f"//{path}", f"{path}/.", f"{path}/./", f"{path}/x/..")
    yield from (
        f"/.{path}",
        f"/..{path}",
        f"/x/..{path}",
        f"{path}%2f",
        f"{path}%2F",
        f"{path}%00",
        f"{path}%20",
    )
    yield from (f"{path};x", f"{path}.", f"{path}%2e", f"%2f{path}", f"{path}\\", f"\\{path}")
    if last:
        yield from (f"{head}//{last}", f"{head}/./{last}", f"{head}/%{ord(last[0]):02x}{last[1:]}")
        yield from (
            path.upper(),
            f"{head}/{last[0].upper()}{last[1:]}",
            f"{head}%2f{last}",
            f"{head}%5c{last}",
        )


async def ask(port: int, method: str, path: str, *headers: str) -> tuple[int, list[tuple[str, str]]]:
    """Status and headers of one answer, each header as often as it stands there."""
    wire = await connected(port)
    try:
        lines = (f"{method} {path} HTTP/1.1", "Host: hub.test", "Connection: close", *headers)
        await wire.say("\r\n".join((*lines, "", "")).encode())
        return await head_of(wire)
    finally:
        wire.writer.transport.abort()


async def head_of(wire: Wire) -> tuple[int, list[tuple[str, str]]]:
    head = (await wire.reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.strip().split("\r\n")
    found = [line.partition(":") for line in lines]
    return int(first.split(" ")[1]), [(name.lower(), value.strip()) for name, _, value in found]


def lacking(headers: list[tuple[str, str]]) -> list[str]:
    """Which of the headers an answer lacks, or has twice."""
    names = [name for name, _ in headers]
    return [name for name in HEADERS if names.count(name.lower()) != 1]


@pytest.fixture
async def one_house(tmp_path: Path, bot: TestBot) -> Any:
    """A hub on SQLite: no route looks different on PostgreSQL."""
    url = f"sqlite:///{tmp_path / 'yuanqiao.db'}"
    async with running_house(make_settings(url, tmp_path, bot.port), bot) as house:
        yield house


async def test_the_walk_meets_the_routes_that_there_are(one_house: House) -> None:
    paths = {path for _, path, _ in routes(one_house)}
    expected = {"/", "/webchat/socket", "/webchat/frame", "/webchat.js", "/readyz", "/healthz", "/metrics"}
    expected.add("/webchat-invite.js")
    assert paths >= expected | {f"/media/{SAMPLE}", f"/webchat/uploads/{SAMPLE}", f"/kb/media/{SAMPLE}"}


async def test_every_answer_of_every_route_has_its_headers(one_house: House) -> None:
    wrong, seen = [], set()
    for port, path, _ in routes(one_house):
        for method in METHODS:
            status, headers = await ask(port, method, path)
            seen.add(status)
            if lacks := lacking(headers):
                wrong.append((method, path, status, lacks))
            if dict(headers)["x-content-type-options"] != "nosniff":
                wrong.append((method, path, status, ["nosniff"]))
    assert not wrong
    assert {200, 302, 404, 405} <= seen


async def test_no_other_spelling_of_a_path_leads_to_it(one_house: House) -> None:
    wrong = []
    for port, path, methods in routes(one_house):
        for spelling in spellings(path):
            if not {spelling} - {path for _, path, _ in routes(one_house)}:
                continue
            status, headers = await ask(port, sorted(methods)[0], spelling)
            if status not in (400, 404, 405) or lacking(headers):
                wrong.append((spelling, status, lacking(headers)))
    assert not wrong


async def test_errors_before_any_route_have_their_headers_too(one_house: House) -> None:
    for raw in (
        b"GET /nowhere HTTP/1.1\r\nHost: hub.test\r\n\r\n",
        b"nonsense\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"POST /webchat/uploads HTTP/1.1\r\nHost: h\r\nContent-Length: 999999\r\n\r\n" + b"x" * 70_000,
        b"GET / HTTP/1.1\r\nHost: h\r\nX: " + b"x" * 20_000,
        b"GET / HTTP/1.1\r\nHost: h\r\nExpect: x\r\nContent-Length: 1\r\n\r\n",
    ):
        wire = await connected(one_house.settings.port)
        await wire.say(raw)
        status, headers = await head_of(wire)
        assert 400 <= status < 500
        assert lacking(headers) == []
        wire.writer.transport.abort()


async def test_in_no_spelling_does_the_socket_open_for_a_foreign_page(one_house: House) -> None:
    own = f"Origin: http://127.0.0.1:{one_house.settings.port}"
    foreign = (
        "Origin: https://evil.example",
        "Origin: null",
        f"{own}.evil.example",
        f"{own}@evil.example",
        "X: y",
    )
    paths = [path for port, path, _ in routes(one_house) if port == one_house.settings.port]
    for path in paths:
        for spelling in (path, f"{path}?x=1", *spellings(path)):
            for origin in foreign:
                assert await opening(one_house, spelling, origin) != 101, (spelling, origin)
    assert await opening(one_house, "/webchat/socket", own) == 101
    assert await opening(one_house, "/webchat/socket?new=1", own) == 101
    opened = [path for path in paths if await opening(one_house, path, own) == 101]
    assert sorted(opened) == ["/video/socket", "/webchat/socket"]


async def opening(house: House, path: str, origin: str) -> int:
    wire = await connected(house.settings.port)
    await wire.say(upgrade(path, origin))
    status, _ = await head_of(wire)
    wire.writer.transport.abort()
    return status


async def test_the_root_leads_nowhere_for_customers(tmp_path: Path, bot: TestBot) -> None:
    for values, expected in (
        ({}, (302, True)),
        ({"public_url": "https://chat.bank.example"}, (404, False)),
        ({"demo_bank": False}, (404, False)),
        ({"root_url": "https://www.bank.example/", "public_url": "https://chat.bank.example"}, (302, False)),
    ):
        url = f"sqlite:///{tmp_path / 'yuanqiao.db'}"
        async with running_house(make_settings(url, tmp_path, bot.port, **values), bot) as house:
            status, headers = await ask(house.settings.port, "GET", "/")
            location = dict(headers).get("location", "")
            assert (status, "127.0.0.1" in location) == expected
            assert bool(location) == (status == 302)
            assert dict(headers)["cache-control"] == "no-store"
