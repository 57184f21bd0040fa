"""Commands that start or prepare processes; each imports what it needs when it runs, to start quickly."""

import sys

import click

from hub.own_files import mend
from hub.settings import Settings

SHUTDOWN_S = 15.0
"""So long may calls in hand take when the hub is to stop."""


@click.command()
def run() -> None:
    """Start everything: bot, actions, hub and the demo bank's site."""
    from yuanqiao.supervisor import run as run_all  # noqa: PLC0415

    settings = Settings()
    mend(settings.var_dir)
    sys.exit(run_all(settings))


@click.command()
def hub() -> None:
    """Start one hub process (what `run` does for you)."""
    from hub.garbage import GarbageRounds  # noqa: PLC0415
    from hub.logs import configure_logging  # noqa: PLC0415
    from hub.serving import serve  # noqa: PLC0415
    from hub.store.failed_sync import write_log_back  # noqa: PLC0415
    from hub.store.lock import hold_database  # noqa: PLC0415
    from hub.store.migrate import check_schema  # noqa: PLC0415
    from hub.terminal.database import with_database  # noqa: PLC0415
    from yuanqiao.hub import build_hub  # noqa: PLC0415
    from yuanqiao.parts import migration_folders  # noqa: PLC0415

    settings = Settings()
    configure_logging("hub", settings.log_level)
    mend(settings.var_dir)
    with hold_database(settings):
        write_log_back(settings)
        with_database(lambda database: check_schema(database, migration_folders()))
        built = build_hub(settings)
        built.background.append(GarbageRounds().run)
        beside = [(built.media_server, settings.media_port), (built.staff_server, settings.staff_port)]
        serve(built.server, settings.host, settings.port, grace_s=SHUTDOWN_S, beside=beside)


@click.command()
def ingress() -> None:
    """Start one ingress: it takes providers' calls while the hub is away (what `run` does for you)."""
    from hub.logs import configure_logging  # noqa: PLC0415
    from hub.serving import serve  # noqa: PLC0415
    from yuanqiao.ingress import build_ingress  # noqa: PLC0415

    settings = Settings()
    configure_logging("ingress", settings.log_level)
    built = build_ingress(settings)
    serve(built.server, settings.host, settings.ingress_port, grace_s=SHUTDOWN_S)


@click.command()
def migrate() -> None:
    """Bring the database to this version's schema."""
    _migrate()


@click.command()
def prepare() -> None:
    """Bring the database to this version's schema and load the demo bank (what `run` does first)."""
    from kb.cli.knowledge import load_demo_bank  # noqa: PLC0415
    from navigation.cli.navigation import load_demo_destinations  # noqa: PLC0415
    from outlets.cli.outlets import load_demo_outlets  # noqa: PLC0415

    _migrate()
    if Settings().demo_bank:
        load_demo_bank()
        load_demo_destinations()
        load_demo_outlets()


def _migrate() -> None:
    from hub.store.migrate import migrate as migrate_database  # noqa: PLC0415
    from hub.terminal.database import with_database  # noqa: PLC0415
    from yuanqiao.parts import migration_folders  # noqa: PLC0415

    heads = with_database(lambda database: migrate_database(database, migration_folders()))
    click.echo(f"schema {' '.join(sorted(heads))}")
