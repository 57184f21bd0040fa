"""`yuanqiao staff` and `yuanqiao audit`: for who has the machine itself."""

import json
import sys
from collections.abc import Awaitable, Callable
from typing import TypeVar

import click
from sqlalchemy import true

from hub.clock import SystemClock
from hub.errors import BadInput
from hub.settings import Settings
from hub.staff import Staff, open_staff
from hub.staff.audit import Anchor, ChainVerdict, verify
from hub.staff.first import AccountHandedOut, do_make_administrator, do_reset
from hub.staff.listing import described
from hub.staff.routes import Access, NoBody, StaffRoute
from hub.store.database import Database
from hub.store.staff import accounts, branches, rights
from hub.terminal.database import with_database
from hub.terminal.tables import LIST_LIMIT, print_table

T = TypeVar("T")

BROKEN = 1
"""The exit code for an audit that does not hold."""


@click.group()
def staff() -> None:
    """Accounts of those who work at the bank."""


@staff.command("create-admin")
@click.argument("login")
@click.option("--name", default="系统管理员", show_default=True, help="As it is shown to others.")
def create_admin(login: str, name: str) -> None:
    """Make an administrator; the random password is shown once, and has to be changed."""
    _show(_with_staff(lambda house, settings: do_make_administrator(house, settings, login, name)))


@staff.command()
@click.argument("login")
def reset(login: str) -> None:
    """Give an account a new random password, and take its one-time codes away."""
    _show(_with_staff(lambda house, _settings: do_reset(house, login)))


@staff.command("list")
def list_accounts() -> None:
    """List the accounts: who, where, with which roles."""
    print_table(["login", "name", "branch", "state", "roles", "codes"], with_database(_rows))


@staff.command()
@click.option("--json", "as_json", is_flag=True, help="With rights and the JSON Schema of each model.")
def routes(as_json: bool) -> None:
    """List what staff can ask of this house, with the right that each needs."""
    from yuanqiao.declared import declared_catalog  # noqa: PLC0415

    made = declared_catalog(Settings())
    if as_json:
        click.echo(json.dumps(described(made), ensure_ascii=False, indent=2))
        return
    columns = ["method", "path", "right", "about", "body", "answer", "audit"]
    print_table(columns, [_row(route) for route in made.routes])
    if made.sockets:
        print_table(["socket", "right"], [(socket.path, socket.right) for socket in made.sockets])


@staff.command("openapi")
def print_openapi() -> None:
    """Print the OpenAPI document (3.1) of what staff can ask of this house."""
    from hub.staff.openapi import openapi  # noqa: PLC0415
    from hub.web.staff.guard import make_guard  # noqa: PLC0415
    from yuanqiao.declared import declared_catalog  # noqa: PLC0415

    settings = Settings()
    document = openapi(
        declared_catalog(settings),
        server=settings.staff_origins[0],
        cookie=make_guard(settings).cookie,
    )
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


@click.group()
def audit() -> None:
    """What staff did, as a chain of hashes."""


@audit.command("verify")
@click.option("--anchor", multiple=True, metavar="SEQ:HASH", help="As the log told it (staff.audit_anchor).")
@click.option("--since", metavar="SEQ:HASH", help="Read only what stands behind this entry.")
def verify_audit(anchor: tuple[str, ...], since: str | None) -> None:
    """Look whether an entry was changed, removed or put in; exit code 1 where one was."""
    anchors = dict(_anchor(each) for each in anchor)
    behind = _anchor(since) if since else None
    verdict: ChainVerdict = with_database(lambda database: verify(database, anchors, since=behind))
    if verdict.broken_at is not None:
        click.echo(f"broken at entry {verdict.broken_at}: {verdict.why}; {verdict.entries} hold before it")
        sys.exit(BROKEN)
    click.echo(f"{verdict.entries} entries hold; the newest is {verdict.entries}:{verdict.newest}")


def _anchor(text: str) -> Anchor:
    number, _, digest = text.partition(":")
    if not number.isdecimal() or len(digest) != 64:
        raise BadInput(f"{text[:80]!r} is no anchor, which looks like 120:9f86…")
    return Anchor(int(number), digest)


def _with_staff(work: Callable[[Staff, Settings], Awaitable[T]]) -> T:
    settings = Settings()
    return with_database(lambda database: work(open_staff(settings, database, SystemClock()), settings))


def _show(handed: AccountHandedOut) -> None:
    click.echo(f"{handed.login}  {handed.password}")
    click.echo("This password is shown once, and has to be changed at the first sign-in.", err=True)


async def _rows(database: Database) -> list[tuple[str, ...]]:
    async with database.read_aside() as connection:
        found = await accounts.listed(connection, true(), "", LIST_LIMIT)
        roles = await rights.roles_of(connection, [row.account_id for row in found])
        names = {row.branch_id: row.name for row in await branches.branches(connection, true())}
    return [
        (
            row.login,
            row.name,
            names[row.branch_id],
            row.state,
            ", ".join(roles[row.account_id]),
            "yes" if row.totp is not None else "",
        )
        for row in found
    ]


def _row(route: StaffRoute) -> tuple[str, ...]:
    return (
        route.method,
        route.path,
        f"({route.right.value})" if isinstance(route.right, Access) else route.right,
        ", ".join(route.about.values()),
        "" if route.body is NoBody else route.body.__name__,
        route.answer.__name__ if route.answer else "",
        route.audit,
    )
