"""`GET /staff/audit`: who did what; that it was read is written into it, too."""

import json
from datetime import datetime
from typing import Any

from pydantic import Field
from sqlalchemy import select, true

from hub.staff.reach import Scope
from hub.staff.routes import StaffCall, StaffModel, StaffRoute
from hub.store.schema_staff import account, audit
from hub.store.staff import audit as entries

PAGE = 100


class AuditWanted(StaffModel):
    """Which entries are wanted: those before a number, by who, what, and the object."""

    before: int | None = Field(default=None, ge=1)
    actor: str = Field(default="", max_length=64)
    action: str = Field(default="", max_length=64)
    about: str = Field(default="", max_length=100)


class Entry(StaffModel):
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

    entries: list[Entry]
    before: int | None


async def list_audit(call: StaffCall[Any]) -> Entries:
    """Entries about what was done by those within reach."""
    wanted: AuditWanted = call.query
    within = call.reach.where(account=account.c.account_id, branch=account.c.branch_id)
    everything = call.reach.scope is Scope.ALL  # of accounts that are none, too: the terminal, the house
    where = true() if everything else audit.c.actor.in_(select(account.c.account_id).where(within))
    rows = await entries.newest(
        call.connection,
        where,
        before=wanted.before,
        limit=PAGE,
        actor=wanted.actor,
        action=wanted.action,
        object_id=wanted.about,
    )
    found = [
        Entry(
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
)
