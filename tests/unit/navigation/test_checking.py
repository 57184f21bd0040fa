"""Broken addresses are found, only on hosts that are listed, and again when a destination is new."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from hub.staff.four_eyes import By
from hub.store.database import Database
from navigation.catalogue import Destination
from navigation.checking import Checking, check_links, host_of
from navigation.content import DestinationContent
from navigation.destinations import do_approve, do_create
from navigation.store import destinations as store
from tests.support.clock import HandClock
from tests.unit.hub.conftest import database, migrated_url, postgres_url

__all__ = ["database", "migrated_url", "postgres_url"]


class Site:
    """A bank's site with a page, a page that leads away, and nothing else."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.url = ""

    async def answer(self, request: web.Request) -> web.Response:
        """Answers, and remembers what for."""
        self.asked.append(request.path)
        if request.path == "/away":
            raise web.HTTPFound("http://127.0.0.1:1/")
        return web.Response(status=200 if request.path == "/there" else 404)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """The site, on loopback."""
    made, app = Site(), web.Application()
    app.router.add_get("/{path:.*}", made.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield made
    await runner.cleanup()


def leading_to(*urls: str) -> DestinationContent:
    ways = [{"url": url} for url in urls]
    return DestinationContent.model_validate(
        {"kind": "page", "title": "页", "label": "看", "ways": ways, "intents": ["ask"]}
    )


async def test_only_listed_hosts_are_asked(site: Site) -> None:
    content = leading_to(
        f"{site.url}/there?a={{x}}", f"{site.url}/gone", f"{site.url}/away", "http://127.0.0.1:1/other"
    )
    one = Destination("one", 1, content)
    found = await check_links([one], [host_of(site.url)])
    assert [each.code for each in found] == ["", "http_404", "", "not_listed"]
    assert sorted(site.asked) == ["/away", "/gone", "/there"], "where it leads away is not followed"
    assert [each.code for each in await check_links([one], ["127.0.0.1:1"])][-1] == "unreachable"
    assert len(site.asked) == 3


def test_hosts_are_named_with_their_ports() -> None:
    assert host_of("https://Bank.example:443/a") == "bank.example"
    assert host_of("http://bank.example:8080/a") == "bank.example:8080"
    assert host_of("https://bank.example@evil.example/") == "evil.example"


async def test_new_addresses_are_looked_at_soon_and_all_of_them_now_and_then(
    site: Site, database: Database
) -> None:
    clock = HandClock()
    checking = Checking(database, clock, hosts=[host_of(site.url)], every_s=3600, process="hub-1")
    assert not await checking.look(), "there is nothing to look at"
    await approve(database, clock, "one", leading_to(f"{site.url}/there"))
    assert await checking.look()
    assert not await checking.look()
    await approve(database, clock, "two", leading_to(f"{site.url}/gone"))
    assert await checking.look()
    async with database.read() as connection:
        found = {row.destination_id: row.code for row in await store.checks(connection)}
    assert found == {"one": "", "two": "http_404"}
    clock.turn(3601)
    assert await checking.look()
    assert site.asked.count("/there") == 3


async def approve(database: Database, clock: HandClock, name: str, content: DestinationContent) -> None:
    """A destination that is live."""
    async with database.write() as connection:
        await do_create(connection, name, content, By("anna", clock.now()))
        await do_approve(connection, name, 1, By("bob", clock.now()))
