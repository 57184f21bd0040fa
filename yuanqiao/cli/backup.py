"""`yuanqiao backup`: the house's state in a folder, and back from it."""

from pathlib import Path

import click

from hub.clock import SystemClock
from hub.settings import Settings
from hub.terminal.database import with_database

FOLDER = click.Path(file_okay=False, path_type=Path)
APART = """Not in it, and to be kept at another place: the data keys and the other secrets (var/secrets.json
or your settings), and the settings themselves (docs/operations.md)."""


@click.group()
def backup() -> None:
    """Backups: make one while the house runs, verify one, restore one into an empty house."""


@backup.command("make")
@click.argument("folder", type=FOLDER)
def make_command(folder: Path) -> None:
    """Write everything that was accepted so far into FOLDER, which must not be there yet."""
    from hub.terminal.progress import progress  # noqa: PLC0415
    from yuanqiao.backup.making import make_backup  # noqa: PLC0415
    from yuanqiao.backup.places import files_of, kept_folders  # noqa: PLC0415

    settings, now = Settings(), SystemClock().now()
    total = 1 + sum(1 for each in kept_folders(settings).values() for _ in files_of(each))
    with progress("backup", total) as done:
        made = with_database(lambda database: make_backup(settings, database, folder, now, done))
    click.echo(f"{folder}: {len(made.files)} files, {sum(each.size for each in made.files)} bytes")
    click.echo(APART)


@backup.command("verify")
@click.argument("folder", type=FOLDER)
def verify_command(folder: Path) -> None:
    """Check that FOLDER is a whole backup: every file there, and as it was."""
    from yuanqiao.backup.manifest import checked  # noqa: PLC0415

    found = checked(folder)
    click.echo(f"whole: {len(found.files)} files of {found.database}, made at {found.made_at.isoformat()}")


@backup.command("restore")
@click.argument("folder", type=FOLDER)
def restore_command(folder: Path) -> None:
    """Put the backup in FOLDER back; the house is stopped, and nothing is where it goes."""
    from yuanqiao.backup.restoring import restore  # noqa: PLC0415
    from yuanqiao.parts import migration_folders  # noqa: PLC0415

    settings = Settings()
    found = with_database(lambda database: restore(settings, database, folder, migration_folders()))
    click.echo(f"{len(found.files)} files are back, as they were at {found.made_at.isoformat()}")
    click.echo("Next: `yuanqiao migrate`, `yuanqiao kb index`, and start.")
