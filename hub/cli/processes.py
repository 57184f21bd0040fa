"""Commands that start or prepare processes; each imports what it needs when it runs, to start quickly."""

import asyncio
import sys

import click

from hub.errors import SetupError
from hub.settings import Settings


@click.command()
def run() -> None:
    """Start everything: bot, actions, hub and the demo bank's site."""
    from hub.supervisor import run as run_all  # noqa: PLC0415

    sys.exit(run_all(Settings()))


@click.command()
def hub() -> None:
    """Start one hub process (what `run` does for you)."""
    from hub.app import build_hub  # noqa: PLC0415
    from hub.logs import configure_logging  # noqa: PLC0415
    from hub.store.lock import hold_database  # noqa: PLC0415

    settings = Settings()
    configure_logging("hub", settings.log_level)
    with hold_database(settings):
        asyncio.run(_check(settings))
        server = build_hub(settings).server
        try:
            server.run(host=settings.host, port=settings.port, single_process=True, motd=False)
        except OSError as error:
            raise SetupError(f"port {settings.port} cannot be opened: {error.strerror}") from error


@click.command()
def migrate() -> None:
    """Bring the database to this version's schema."""
    click.echo(f"schema {asyncio.run(_migrate(Settings()))}")


@click.command()
def prepare() -> None:
    """Bring the database to this version's schema and load the demo bank (what `run` does first)."""
    from hub.cli.knowledge import load_demo_bank  # noqa: PLC0415

    settings = Settings()
    click.echo(f"schema {asyncio.run(_migrate(settings))}")
    if settings.demo_bank:
        load_demo_bank()


async def _check(settings: Settings) -> None:
    from hub.store.database import Database  # noqa: PLC0415
    from hub.store.migrate import check_schema  # noqa: PLC0415

    database = Database(settings.database)
    try:
        await check_schema(database)
    finally:
        await database.close()


async def _migrate(settings: Settings) -> str:
    from hub.store.database import Database  # noqa: PLC0415
    from hub.store.migrate import migrate as migrate_database  # noqa: PLC0415

    database = Database(settings.database)
    try:
        return await migrate_database(database)
    finally:
        await database.close()
