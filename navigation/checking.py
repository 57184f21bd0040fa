"""Looks whether the addresses of destinations answer: only on hosts that are listed, and within bounds."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import structlog

from hub.errors import StoreUnavailable
from hub.leader import LeaderLoop
from hub.ports import Clock
from hub.settings import Settings
from hub.store.database import Database
from hub.store.leases import Lease
from navigation.catalogue import Destination, live
from navigation.content import filled
from navigation.store import destinations as store

WITHIN_S = 5.0
AT_ONCE = 4
LOOK_EVERY_S = 30.0
NOT_LISTED = "not_listed"
"""Says of an address that it was not looked at: its host is on no list."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class LinkFinding:
    """What was found of one address."""

    destination_id: str
    way: int
    url: str
    code: str


def allowed_hosts(settings: Settings) -> frozenset[str]:
    """The hosts that may be asked, with their ports: those of the setting, and the demo bank's own site."""
    listed = {each.strip().lower() for each in settings.navigation_hosts.split(",") if each.strip()}
    if settings.demo_bank and not listed:
        listed.add(f"127.0.0.1:{settings.bank_site_port}")
    return frozenset(listed)


def host_of(url: str) -> str:
    """Host and port of an address, as the list has them: without the port that the scheme stands for."""
    parts = urlsplit(url)
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    port = "" if parts.port in (None, usual) else f":{parts.port}"
    return f"{parts.hostname or ''}{port}"


async def check_links(destinations: Sequence[Destination], hosts: Collection[str]) -> list[LinkFinding]:
    """Looks at every web address once; what is not on a listed host is told and not asked."""
    gate = asyncio.Semaphore(AT_ONCE)
    timeout = aiohttp.ClientTimeout(total=WITHIN_S)
    async with aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()) as session:

        async def look(each: Destination, number: int, url: str) -> LinkFinding:
            async with gate:
                code = await _probe(session, url) if host_of(url) in hosts else NOT_LISTED
            return LinkFinding(each.destination_id, number, url, code)

        looks = [look(each, number, url) for each, number, url in addresses(destinations)]
        return list(await asyncio.gather(*looks))


def addresses(destinations: Sequence[Destination]) -> list[tuple[Destination, int, str]]:
    """Every web address of the destinations, without the conversation's values, and which way it is."""
    return [
        (each, number, filled(way.url, {}))
        for each in destinations
        for number, way in enumerate(each.content.ways)
        if way.url
    ]


async def _probe(session: aiohttp.ClientSession, url: str) -> str:
    """Asks for the page and reads nothing of it; a redirect counts as an answer and is not followed."""
    try:
        async with session.get(url, allow_redirects=False) as answer:
            return f"http_{answer.status}" if answer.status >= 400 else ""
    except TimeoutError:
        return "timeout"
    except (aiohttp.ClientError, OSError, ValueError):
        return "unreachable"


async def check_all(database: Database, hosts: Collection[str], now: datetime) -> list[LinkFinding]:
    """Looks at what is live, and writes down what was found."""
    async with database.read() as connection:
        destinations = await live(connection)
    found = await check_links(destinations, hosts)
    async with database.write() as connection:
        await store.write_checks(connection, [_row(each, now) for each in found])
    return found


def _row(each: LinkFinding, now: datetime) -> dict[str, Any]:
    return {
        "destination_id": each.destination_id,
        "way": each.way,
        "url": each.url,
        "code": each.code,
        "checked_at": now,
    }


class Checking:
    """Looks now and then, in one process of the house."""

    def __init__(
        self, database: Database, clock: Clock, *, hosts: Collection[str], every_s: float, process: str
    ) -> None:
        self._database = database
        self._clock = clock
        self._hosts = hosts
        self._every = timedelta(seconds=every_s)
        self.run = LeaderLoop(database, clock, name="navigation-links", owner=process, lead=self._lead).run

    async def _lead(self, _lease: Lease) -> None:
        while True:
            try:
                await self.look()
            except StoreUnavailable as error:
                log.warning("navigation.checking_waits", cause=error.detail)
            await asyncio.sleep(LOOK_EVERY_S)

    async def look(self) -> bool:
        """Looks where the last look is long enough ago or an address is new; tells whether it did."""
        now = self._clock.now()
        async with self._database.read() as connection:
            known = await store.checks(connection)
            wanted = {url for _, _, url in addresses(await live(connection))}
        fresh = all(now - each.checked_at < self._every for each in known)
        if fresh and wanted == {each.url for each in known}:
            return False
        found = await check_all(self._database, self._hosts, now)
        broken = sum(1 for each in found if each.code not in ("", NOT_LISTED))
        if broken:
            log.warning("navigation.links_broken", count=broken, total=len(found))
        return True
