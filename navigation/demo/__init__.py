"""The demo bank's destinations and first questions, on the pages of its own site."""

from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.settings import Settings
from hub.staff.four_eyes import By
from navigation.content import DestinationContent
from navigation.destinations import do_approve, do_create
from navigation.store import destinations as store
from navigation.store import openings

FILE = Path(__file__).parent / "demo.yml"
SITE = "{{site}}"
"""Stands in the file where the site's address does."""


def site_of(settings: Settings) -> str:
    """The address of the demo bank's site, without a slash at its end."""
    return f"http://127.0.0.1:{settings.bank_site_port}"


async def do_load(connection: AsyncConnection, site: str, now: datetime) -> int:
    """Writes what is not there yet, approved; gives how many destinations are new."""
    described = yaml.safe_load(FILE.read_text("utf-8").replace(SITE, site))
    new = 0
    for name, content in described["destinations"].items():
        if await store.versions(connection, name):
            continue
        await do_create(connection, name, DestinationContent.model_validate(content), By("demo author", now))
        await do_approve(connection, name, 1, By("demo reviewer", now))
        new += 1
    if not await openings.every(connection):
        for place, each in enumerate(described["openings"]):
            await openings.add(connection, **_opening(place, each, now))
    return new


def _opening(place: int, described: dict[str, Any], now: datetime) -> dict[str, Any]:
    everywhere = {"channels": [], "pages": [], "segments": [], "from_hour": 0, "until_hour": 24}
    ours = {"opening_id": f"demo-{place}", "place": place, "written_by": "demo author", "written_at": now}
    return everywhere | described | ours
