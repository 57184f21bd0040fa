"""Adds and ends webhooks, and has their events sent again."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import BadInput, NotFound
from hub.origins import is_loopback, read_page
from hub.ports import Clock
from hub.staff.audit import TERMINAL, Audit
from hub.store.database import Database
from hub.store.encrypted import DataKeys, belonging
from integrations.events import KINDS
from integrations.store import webhooks
from integrations.store.schema import webhook

LONGEST_URL = 500


def belongs_to(hook_id: str) -> str:
    """What a webhook's secret is encrypted for."""
    return belonging(webhook.c.secret, hook_id=hook_id)


async def do_add(
    database: Database, clock: Clock, keys: DataKeys, url: str, kinds: Sequence[str]
) -> tuple[str, str]:
    """A new webhook for these kinds of events: its id, and the secret that signs, which is shown once.

    Raises `BadInput` for an address that is not encrypted, beyond this machine.
    """
    async with database.write() as connection:
        hook_id, secret = await make(connection, clock, keys, url, kinds)
        await Audit(clock).append(
            connection, "webhook.added", actor=TERMINAL, object_kind="webhook", object_id=hook_id
        )
    return hook_id, secret


async def make(
    connection: AsyncConnection, clock: Clock, keys: DataKeys, url: str, kinds: Sequence[str]
) -> tuple[str, str]:
    """Writes a new webhook; the caller writes the audit. Raises `BadInput`."""
    unknown = sorted(set(kinds) - set(KINDS))
    if unknown:
        raise BadInput(f"there are no events {', '.join(unknown)}: there are {', '.join(KINDS)}")
    try:
        address = read_page(url)
    except ValueError as error:
        raise BadInput("this is no address of a program") from error
    if len(address) > LONGEST_URL:
        raise BadInput(f"an address has {LONGEST_URL} characters at most")
    if not address.startswith("https://") and not is_loopback(urlsplit(address).hostname or ""):
        raise BadInput("beyond this machine an address begins with https://")
    hook_id, secret = secrets.token_hex(8), secrets.token_urlsafe(32)
    await webhooks.add(
        connection,
        hook_id=hook_id,
        url=address,
        secret=keys.encrypt(secret, belongs_to(hook_id)),
        kinds=sorted(set(kinds) or set(KINDS)),
        created_at=clock.now(),
    )
    return hook_id, secret


async def do_end(database: Database, clock: Clock, hook_id: str) -> None:
    """Ends a webhook; what waits for it is forgotten. Raises `NotFound`."""
    async with database.write() as connection:
        if not await webhooks.end(connection, hook_id, clock.now()):
            raise NotFound("there is no such webhook that has not ended")
        await Audit(clock).append(
            connection, "webhook.ended", actor=TERMINAL, object_kind="webhook", object_id=hook_id
        )


async def do_replay(database: Database, clock: Clock, hook_id: str, since: datetime, *, failed: bool) -> int:
    """Has events sent once more, each with its former id; tells how many."""
    async with database.write() as connection:
        count = await webhooks.again(connection, hook_id, since, clock.now(), failed=failed)
        await Audit(clock).append(
            connection,
            "webhook.replayed",
            actor=TERMINAL,
            object_kind="webhook",
            object_id=hook_id,
            count=count,
        )
    return count
