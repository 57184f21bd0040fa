"""`yuanqiao kb import`: a folder of a bank's own documents becomes drafts for its editors."""

import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from hub.clock import SystemClock
from hub.errors import SetupError
from hub.settings import Settings
from hub.staff.four_eyes import By
from hub.store.database import Database
from hub.store.staff import accounts
from hub.terminal.database import with_database
from hub.terminal.progress import progress
from hub.terminal.tables import print_table
from kb.exchange.folder import FileReport, FolderImport, find_files, report_of
from kb.exchange.plan import Fate

SHOWN = 40
"""Files of the table; the report has all."""


@click.command("import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Change nothing: only say what would become of each row.")
@click.option("--author", default="", help="Login of the editor who is to have written the drafts.")
@click.option(
    "--topic", default="", help="Category of articles that name none; else that of their file's name."
)
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("kb-import-report.csv"),
    show_default=True,
    help="Where every row and every finding is written.",
)
def import_command(folder: Path, *, dry_run: bool, author: str, topic: str, report: Path) -> None:
    """Bring in a folder of docx, xlsx, csv and md; exit code 1 where a file is wrong.

    What is written are drafts, which somebody else reviews. A file with a wrong row is left out as a whole;
    articles that are there already by their title are left as they are, so that it can be run again.
    """
    if not dry_run and not author:
        raise click.UsageError(
            "--author names the editor who is to have written the drafts; or use --dry-run"
        )
    files, left = find_files(folder)
    settings, now = Settings(), SystemClock().now()
    today = now.astimezone(ZoneInfo(settings.time_zone)).date()

    async def go(database: Database) -> list[FileReport]:
        by = None if dry_run else By(await _account(database, author), now)
        importing = FolderImport(database, folder, today=today, topic=topic, by=by)
        with progress("files", len(files)) as told:
            return await importing.run(files, told)

    reports = with_database(go)
    report.write_bytes(report_of(reports))
    _tell(reports, left, report)
    if any(each.is_wrong for each in reports):
        sys.exit(1)


async def _account(database: Database, login: str) -> str:
    async with database.read() as connection:
        row = await accounts.by_login(connection, login)
    if row is None:
        raise SetupError(f"there is no account {login!r}")
    return str(row.account_id)


def _tell(reports: list[FileReport], left: list[Path], report: Path) -> None:
    heading = ["file", "new", "changed", "unchanged", "there already", "wrong", "written"]
    print_table(
        heading,
        [
            [
                each.name,
                each.count(Fate.NEW),
                each.count(Fate.CHANGED),
                each.count(Fate.UNCHANGED),
                each.duplicates,
                each.trouble or each.count(Fate.WRONG),
                each.written,
            ]
            for each in reports[:SHOWN]
        ],
    )
    if len(reports) > SHOWN:
        click.echo(f"… and {len(reports) - SHOWN} more files")
    click.echo(
        f"{len(reports)} files, {sum(each.written for each in reports)} drafts written, "
        f"{sum(each.is_wrong for each in reports)} files wrong, {len(left)} of other kinds left out; "
        f"every row stands in {report}"
    )
