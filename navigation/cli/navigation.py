"""`yuanqiao navigation`: look whether destinations can be reached, and load those of the demo bank."""

import sys

import click

from hub.clock import SystemClock
from hub.settings import Settings
from hub.store.database import Database
from hub.terminal.database import with_database
from hub.terminal.tables import print_table
from navigation import demo
from navigation.checking import NOT_LISTED, LinkFinding, allowed_hosts, check_all


@click.group()
def navigation() -> None:
    """Where answers lead: check the addresses, load those of the demo bank."""


@navigation.command("check")
def check() -> None:
    """Look at each live web address once; exit code 1 where one does not answer.

    Only hosts of YUANQIAO_NAVIGATION_HOSTS are asked.
    """
    hosts, now = allowed_hosts(Settings()), SystemClock().now()

    async def look(database: Database) -> list[LinkFinding]:
        return await check_all(database, hosts, now)

    found = with_database(look)
    if not found:
        click.echo("no destination has a web address")
        return
    print_table(
        ["destination", "address", "found"],
        [[each.destination_id, each.url, each.code or "answers"] for each in found],
    )
    if any(each.code not in ("", NOT_LISTED) for each in found):
        sys.exit(1)


@navigation.command("load-demo")
def load_demo() -> None:
    """Load the demo bank's destinations and first questions; those that are there stay as they are."""
    load_demo_destinations()


def load_demo_destinations() -> None:
    """Loads what the demo bank's answers lead to; nothing that is there already is changed."""
    settings, clock = Settings(), SystemClock()

    async def load(database: Database) -> int:
        async with database.write() as connection:
            return await demo.do_load(connection, demo.site_of(settings), clock.now())

    click.echo(f"{with_database(load)} destinations are new")
