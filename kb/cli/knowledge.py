"""Commands of the knowledge base."""

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from rich.console import Console
from rich.progress import Progress

from hub.clock import SystemClock
from hub.privacy import for_view
from hub.settings import ROOT, Settings
from hub.store.database import Database
from hub.terminal.database import with_database
from hub.terminal.tables import print_table
from kb import gaps as gap_list
from kb.cli.importing import import_command
from kb.cli.measuring import calibrate, evaluate
from kb.index import is_stale, rebuild
from kb.load import LoadReport, load
from kb.ratings import most_disliked

DEMO = ROOT / "kb" / "demo"


@click.group()
def kb() -> None:
    """The knowledge base: load articles, rebuild the index, list gaps and ratings."""


kb.add_command(calibrate)
kb.add_command(import_command)
kb.add_command(evaluate)


@kb.command("load")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--approved-by", default="command line", help="Who approves what is loaded.")
@click.option("--no-number-check", is_flag=True, help="For evaluation sets: allow literal rates and fees.")
def load_command(path: Path, approved_by: str, no_number_check: bool) -> None:
    """Load articles and values from a folder or file, and bring the index up to date."""
    _load(path, approved_by, check_numbers=not no_number_check)


@kb.command("load-demo")
def load_demo() -> None:
    """Load the demo bank."""
    load_demo_bank()


def load_demo_bank() -> None:
    """Loads the demo bank; what did not change gets no new version."""
    _load(DEMO, "demo bank", check_numbers=True)


@kb.command("index")
def index_command() -> None:
    """Rebuild the embedded search index from the database."""
    with_database(lambda database: _index(database, force=True))


@kb.command("gaps")
@click.option("--limit", default=100, show_default=True)
def gaps_command(limit: int) -> None:
    """List questions that nobody could answer, newest first; personal data in them is masked."""
    found = with_database(lambda database: gap_list.list_open(database, limit))
    if not found:
        click.echo("no open gaps")
        return
    print_table(
        ["since", "question", "nearest article", "conversation"],
        [
            [
                gap.created_at.isoformat(),
                for_view(gap.question),
                gap.best_article_id or "–",
                f"{gap.identity}.{gap.conversation}",
            ]
            for gap in found
        ],
    )


@kb.command("ratings")
@click.option("--days", type=click.IntRange(1, 3650), default=30, show_default=True, help="How far back.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
def ratings_command(days: int, limit: int) -> None:
    """List the articles whose answers customers liked least, with reasons and newest comments."""
    now = SystemClock().now()
    found = with_database(lambda database: most_disliked(database, now=now, days=days, limit=limit))
    if not found:
        click.echo(f"no answer was rated down in the last {days} days")
        return
    print_table(
        ["article", "down", "up", "reasons", "newest comments"],
        [
            [
                each.article_id,
                each.down,
                each.up,
                "\n".join(f"{reason} {count}" for reason, count in each.reasons.items()),
                "\n".join(each.comments),
            ]
            for each in found
        ],
    )


def _load(path: Path, approved_by: str, *, check_numbers: bool) -> None:
    async def go(database: Database) -> LoadReport:
        now = SystemClock().now()
        report = await load(database, path, now=now, approved_by=approved_by, check_numbers=check_numbers)
        await _index(database, force=False)
        return report

    report = with_database(go)
    click.echo(
        f"articles: {report.new} new, {report.changed} changed, {report.unchanged} unchanged; "
        f"values: {report.values_written} written, {report.values_unchanged} unchanged"
    )


async def _index(database: Database, *, force: bool) -> None:
    settings = Settings()
    if not force and not await is_stale(database, settings.index_dir):
        return
    with Progress(console=Console(stderr=True)) as bar:
        job = bar.add_task("index")
        pointer = await rebuild(
            database,
            settings.index_dir,
            today=_today(settings),
            progress=lambda done, of: bar.update(job, completed=done, total=of),
        )
    click.echo(f"index: {pointer.documents} documents")


def _today(settings: Settings) -> date:
    return SystemClock().now().astimezone(ZoneInfo(settings.time_zone)).date()
