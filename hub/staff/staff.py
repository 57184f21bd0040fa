"""Staff put together: accounts, sessions, rights and the audit of one process."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field

import structlog

from hub.errors import StoreUnavailable
from hub.ports import Clock
from hub.settings import Settings
from hub.staff.accounts import Accounts
from hub.staff.audit import Audit
from hub.staff.directory import Directory
from hub.staff.keys import KeyRing
from hub.staff.notices import Notices
from hub.staff.oidc import Oidc
from hub.staff.passkeys import Passkeys
from hub.staff.passwords import Passwords
from hub.staff.pending import Pending
from hub.staff.reach import Right
from hub.staff.roles import give_defaults
from hub.staff.sessions import StaffSessions
from hub.staff.sign_in import StaffSignIn
from hub.staff.totp import Totp
from hub.staff.watch import OpenSockets
from hub.store.database import Database
from hub.store.staff import audit as entries

log = structlog.get_logger(__name__)

ANCHOR_EVERY_S = 3600.0


@dataclass(frozen=True, slots=True)
class Staff:
    """What the hub's parts and its server for staff share."""

    settings: Settings
    database: Database
    clock: Clock
    passwords: Passwords
    accounts: Accounts
    sessions: StaffSessions
    totp: Totp
    sign_in: StaffSignIn
    pending: Pending
    passkeys: Passkeys
    oidc: Oidc
    audit: Audit
    directory: Directory
    sockets: OpenSockets
    notices: Notices
    keys: KeyRing = field(default_factory=KeyRing)

    async def give_defaults(self, declared: Iterable[Right]) -> None:
        """Gives the roles that every house begins with their rights, once; raises `StoreUnavailable`."""
        async with self.database.write() as connection:
            await give_defaults(connection, declared)

    async def tell_anchors(self) -> None:
        """Logs number and hash of the audit's newest entry each hour, until it is cancelled.

        Where logs leave the machine, whoever writes the chain anew cannot write them anew.
        """
        while True:
            try:
                async with self.database.read() as connection:
                    head = await entries.head(connection)
            except StoreUnavailable:
                head = None
            if head is not None:
                log.info("staff.audit_anchor", seq=head.seq, hash=head.hash)
            await asyncio.sleep(ANCHOR_EVERY_S)


def open_staff(settings: Settings, database: Database, clock: Clock) -> Staff:
    """Staff as the settings want it; nothing is read or written yet."""
    passwords = Passwords(memory_kib=settings.staff_argon2_kib, rounds=settings.staff_argon2_rounds)
    sessions = StaffSessions(
        clock,
        idle_s=settings.staff_idle_s,
        longest_s=settings.staff_session_s,
        second_factor=settings.wants_second_factor,
    )
    totp, audit = Totp(settings), Audit(clock)
    pending = Pending(clock)
    return Staff(
        settings=settings,
        database=database,
        clock=clock,
        passwords=passwords,
        accounts=Accounts(clock, passwords),
        sessions=sessions,
        totp=totp,
        sign_in=StaffSignIn(database, clock, passwords, sessions, totp, audit),
        pending=pending,
        passkeys=Passkeys(settings, clock, pending),
        oidc=Oidc(settings, clock, pending),
        audit=audit,
        directory=Directory(),
        sockets=OpenSockets(database, sessions),
        notices=Notices(settings.data_keys.get_secret_value(), settings.bank_name),
    )
