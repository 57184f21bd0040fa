"""`yuanqiao licences`: what agents may sell or sign for."""

from datetime import UTC, datetime

import click

from hub.clock import SystemClock
from hub.errors import NotFound
from hub.staff.audit import TERMINAL, Audit
from hub.store.database import Database
from hub.store.staff import accounts
from hub.terminal.database import with_database
from video.flows.kept import scripts_now
from video.store import cases

DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def licences() -> None:
    """What agents may sell or sign for on video, and until when."""


@licences.command()
@click.argument("login")
@click.argument("licence")
@click.option(
    "--until", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The day on which it ends, in UTC."
)
def give(login: str, licence: str, until: datetime) -> None:
    """Give the agent LOGIN a licence that a script names; a day that is over takes it away."""
    try:
        with_database(lambda database: do_give(database, login, licence, until.replace(tzinfo=UTC)))
    except NotFound as error:
        raise click.UsageError(error.detail) from error


async def do_give(database: Database, login: str, licence: str, until: datetime) -> None:
    """Writes it, and that it was written; raises `NotFound`."""
    async with database.write() as connection:
        scripts = await scripts_now(connection)
        known = sorted({name for script in scripts.values() for name in script.licences})
        if licence not in known:
            raise NotFound(f"no script asks for it; they ask for {', '.join(known)}")
        row = await accounts.by_login(connection, login)
        if row is None:
            raise NotFound("there is no such account")
        await cases.give_licence(connection, row.account_id, licence, until)
        await Audit(SystemClock()).append(
            connection,
            "licence.given",
            actor=TERMINAL,
            object_kind="account",
            object_id=row.account_id,
            licence=licence,
            until=until.date().isoformat(),
        )
