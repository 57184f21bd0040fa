"""`GET /staff/audit`: who did what; that it was read is written into it, too."""

import json
from datetime import datetime
from typing import Any

from pydantic import AwareDatetime, Field
from sqlalchemy import and_, select, true

from hub.staff.audit import verify
from hub.staff.reach import Scope
from hub.staff.routes import StaffCall, StaffModel, StaffRoute
from hub.store.schema_staff import account, audit
from hub.store.staff import audit as entries

PAGE = 100

CHECKED = 10_000
"""Entries that a look at the chain reads, the newest; `yuanqiao audit verify` reads them all."""


class AuditWanted(StaffModel):
    """Which entries are wanted: before a number, by whom (account or login), what, on what, its end, when."""

    before: int | None = Field(default=None, ge=1)
    actor: str = Field(default="", max_length=64)
    login: str = Field(default="", max_length=64)
    action: str = Field(default="", max_length=64)
    kind: str = Field(default="", max_length=32)
    about: str = Field(default="", max_length=100)
    result: str = Field(default="", max_length=16)
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None


class AuditEntryShown(StaffModel):
    """One entry; `login` is that of the actor, where it is an account."""

    seq: int
    at: datetime
    actor: str
    login: str | None
    action: str
    object_kind: str
    about: str
    result: str
    address: str
    detail: dict[str, str | int | bool]
    hash: str


class Entries(StaffModel):
    """The newest first; `before` leads to the next page, None behind the last."""

    entries: list[AuditEntryShown]
    before: int | None


class ChainState(StaffModel):
    """What a look at the chain found: entries, the first of those that were read, and whether they hold."""

    entries: int
    newest: str
    checked_from: int
    holds: bool
    broken_at: int | None
    why: str


async def list_audit(call: StaffCall[Any]) -> Entries:
    """Entries about what was done by those within reach."""
    wanted: AuditWanted = call.query
    within = call.reach.where(account=account.c.account_id, branch=account.c.branch_id)
    everything = call.reach.scope is Scope.ALL  # of accounts that are none, too: the terminal, the house
    where: Any = true() if everything else audit.c.actor.in_(select(account.c.account_id).where(within))
    if wanted.login:
        named = select(account.c.account_id).where(account.c.login == wanted.login.lower())
        where = and_(where, audit.c.actor.in_(named))
    rows = await entries.newest(
        call.connection,
        where,
        before=wanted.before,
        limit=PAGE,
        since=wanted.since,
        until=wanted.until,
        actor=wanted.actor,
        action=wanted.action,
        object_kind=wanted.kind,
        object_id=wanted.about,
        result=wanted.result,
    )
    found = [
        AuditEntryShown(
            seq=row.seq,
            at=row.at,
            actor=row.actor,
            login=row.login,
            action=row.action,
            object_kind=row.object_kind,
            about=row.object_id,
            result=row.result,
            address=row.address,
            detail=json.loads(row.detail),
            hash=row.hash,
        )
        for row in rows
    ]
    return Entries(entries=found, before=found[-1].seq if len(found) == PAGE else None)


async def look_at_chain(call: StaffCall[Any]) -> ChainState:
    """Whether the newest entries hold, one sealing the next."""
    async with call.house.database.read() as connection:
        head = await entries.head(connection)
    verdict = await verify(call.house.database, newest=CHECKED)
    seq = head.seq if head is not None else 0
    return ChainState(
        entries=seq,
        newest=head.hash if head is not None else entries.NOTHING_YET,
        checked_from=max(1, seq - CHECKED + 1),
        holds=verdict.broken_at is None,
        broken_at=verdict.broken_at,
        why=verdict.why,
    )


ROUTES = (
    StaffRoute(
        "GET",
        "/staff/audit",
        right="audit.read",
        query=AuditWanted,
        answer=Entries,
        handle=list_audit,
        audit="audit.read",
    ),
    StaffRoute(
        "GET",
        "/staff/audit/chain",
        right="audit.read",
        answer=ChainState,
        handle=look_at_chain,
        audit="audit.verified",
        transaction=False,
    ),
)
