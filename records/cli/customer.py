"""`yuanqiao customer`: what is kept of one customer: given to them, erased, held."""

import os
from pathlib import Path

import click

from hub.clock import SystemClock
from hub.settings import Settings
from hub.terminal.database import with_database
from hub.terminal.tables import print_list, print_table
from records import holding
from records.erasing import Erased, erase
from records.exporting import export

WHO = click.argument("who", metavar="WHO")
REFERENCE = click.option("--case", "reference", required=True, help="What the legal department calls it.")


@click.group()
def customer() -> None:
    """One customer, on all channels: WHO is the id of one of their conversations."""


@customer.command("export")
@WHO
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The file; it must not be there.")
def export_command(who: str, out: Path) -> None:
    """Write all that is kept of WHO into one ZIP archive."""
    if out.exists():
        raise click.UsageError(f"{out} is there already; it is not written over")
    try:
        with os.fdopen(os.open(out, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            rows: int = with_database(lambda database: export(database, Settings(), SystemClock(), who, file))
    except BaseException:
        out.unlink(missing_ok=True)
        raise
    click.echo(f"{out}: {rows} rows")


@customer.command("erase")
@WHO
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--rewrite", is_flag=True, help="PostgreSQL: write the tables anew (locks them meanwhile).")
def erase_command(who: str, yes: bool, rewrite: bool) -> None:
    """Erase WHO from database, media, uploads and logs; tells what is kept, and why."""
    if not yes:
        click.confirm("This cannot be undone. Erase this customer?", abort=True)
    erased: Erased = with_database(
        lambda database: erase(database, Settings(), SystemClock(), who, rewrite=rewrite)
    )
    print_table(["table", "rows"], sorted(erased.rows.items()), title="erased")
    click.echo(f"{erased.files} files erased, {erased.in_logs} places in logs blanked")
    for each in erased.left:
        click.echo(f"kept: {each.sentence()}")


@customer.command("hold")
@WHO
@REFERENCE
def hold_command(who: str, reference: str) -> None:
    """Have nothing of WHO removed while a case goes on (legal hold)."""
    with_database(lambda database: holding.place(database, SystemClock(), who, reference))
    click.echo("held")


@customer.command("release")
@WHO
@REFERENCE
def release_command(who: str, reference: str) -> None:
    """End the hold for a case."""
    with_database(lambda database: holding.lift(database, SystemClock(), who, reference))
    click.echo("released")


@customer.command("holds")
@WHO
def holds_command(who: str) -> None:
    """List the holds that stand on WHO."""
    rows = with_database(lambda database: holding.standing(database, who))
    print_list(["case", "since"], [[row.reference, row.placed_at.isoformat()] for row in rows])
