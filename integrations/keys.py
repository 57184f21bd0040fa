"""Makes, reads and ends keys. A key is shown once; the database knows its SHA-256 alone."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import BadInput, NotFound, NotSignedIn
from hub.ports import Clock
from hub.staff.audit import TERMINAL, Audit
from hub.staff.current import CurrentStaff, Means, widest
from hub.staff.keys import PREFIX
from hub.store.database import Database
from hub.store.staff import accounts, branches, rights
from integrations.store import keys

LONGEST_DAYS = 366
LONGEST_KEY = 100


class StoredKeys:
    """Implements `hub.staff.keys.ApiKeys`."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def current(self, connection: AsyncConnection, key: str, *, lock: bool) -> CurrentStaff:
        """The key's account, with those of its rights that the key is for; raises `NotSignedIn`."""
        row = None
        if len(key) <= LONGEST_KEY:
            row = await keys.whose(connection, _digest(key), lock=lock)
        now = self._clock.now()
        if row is None or row.ended_at is not None or row.expires_at <= now or row.state != "active":
            raise NotSignedIn("this key opens nothing")
        has = widest(await rights.rights_of(connection, row.account_id))
        return CurrentStaff(
            account_id=row.account_id,
            login=row.login,
            name=row.account_name,
            branch_id=row.branch_id,
            branch_name=row.branch_name,
            branch_path=row.branch_path,
            team_ids=tuple(team.team_id for team in await branches.teams_of(connection, row.account_id)),
            rights={name: scope for name, scope in has.items() if name in row.rights},
            has_totp=row.has_totp,
            means=Means.PASSWORD,
            todo=(),
            session=row.key_id,
            signed_in_at=row.created_at,
            seen_at=now,
        )


async def do_add(
    database: Database, clock: Clock, login: str, name: str, wanted: Sequence[str], days: int
) -> str:
    """A new key for an account, for these of its rights, for so many days.

    Raises `NotFound`, and `BadInput` for a right that the account has not.
    """
    async with database.write() as connection:
        row = await accounts.by_login(connection, login)
        if row is None:
            raise NotFound("there is no such account")
        key_id, key = await make(connection, clock, row.account_id, name, wanted, days)
        await Audit(clock).append(
            connection,
            "api_key.added",
            actor=TERMINAL,
            object_kind="account",
            object_id=row.account_id,
            key=key_id,
        )
    return key


async def make(
    connection: AsyncConnection,
    clock: Clock,
    account_id: str,
    name: str,
    wanted: Sequence[str],
    days: int,
) -> tuple[str, str]:
    """Writes a new key, and gives its id and itself; the caller writes the audit. Raises `BadInput`."""
    if not 1 <= days <= LONGEST_DAYS:
        raise BadInput(f"a key lasts {LONGEST_DAYS} days at most")
    if not 0 < len(name) <= 100 or not name.isprintable():
        raise BadInput("a key has a name, of 100 characters at most")
    missing = sorted(set(wanted) - set(widest(await rights.rights_of(connection, account_id))))
    if missing or not wanted:
        raise BadInput(f"the account has no right {', '.join(missing) or 'that was named'}")
    now, key_id = clock.now(), secrets.token_hex(8)
    key = f"{PREFIX}{secrets.token_urlsafe(32)}"
    await keys.add(
        connection,
        key_id=key_id,
        digest=_digest(key),
        account_id=account_id,
        name=name,
        rights=sorted(set(wanted)),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    return key_id, key


async def do_end(database: Database, clock: Clock, key_id: str) -> None:
    """Ends a key at once; raises `NotFound`."""
    async with database.write() as connection:
        await end(connection, clock, key_id)
        await Audit(clock).append(
            connection, "api_key.ended", actor=TERMINAL, object_kind="api_key", object_id=key_id
        )


async def end(connection: AsyncConnection, clock: Clock, key_id: str) -> None:
    """Ends a key; the caller writes the audit. Raises `NotFound`."""
    if not await keys.end(connection, key_id, clock.now()):
        raise NotFound("there is no such key that has not ended")


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
