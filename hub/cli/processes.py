"""Commands that start or prepare processes."""

import asyncio
import sys

import click

from hub.app import build_hub
from hub.errors import SetupError
from hub.logs import configure_logging
from hub.settings import Settings
from hub.store.database import Database
from hub.store.lock import hold_database
from hub.store.migrate import check_schema
from hub.store.migrate import migrate as migrate_database
from hub.supervisor import run as run_all


@click.command()
def run() -> None:
    """Start everything: bot, actions, hub and the demo bank's site."""
    sys.exit(run_all(Settings()))


@click.command()
def hub() -> None:
    """Start one hub process (what `run` does for you)."""
    settings = Settings()
    configure_logging("hub", settings.log_level)
    with hold_database(settings):
        asyncio.run(_check(settings))
        built = build_hub(settings)
        try:
            built.server.run(host=settings.host, port=settings.port, single_process=True, motd=False)
        except OSError as error:
            raise SetupError(f"port {settings.port} cannot be opened: {error.strerror}") from error


@click.command()
def migrate() -> None:
    """Bring the database to this version's schema."""
    click.echo(f"schema {asyncio.run(_migrate(Settings()))}")


async def _check(settings: Settings) -> None:
    database = Database(settings.database)
    try:
        await check_schema(database)
    finally:
        await database.close()


async def _migrate(settings: Settings) -> str:
    database = Database(settings.database)
    try:
        return await migrate_database(database)
    finally:
        await database.close()
