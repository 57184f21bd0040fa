"""`/staff/inspection/hits`: what was found in conversations that have ended."""

from datetime import datetime
from typing import Any, Literal

from pydantic import AwareDatetime, Field

from hub.ids import conversation_id
from hub.staff.routes import StaffCall, StaffModel, StaffRoute
from hub.store.schema_staff import account
from inspection.checks import Kind
from inspection.rights import READ
from inspection.store import hits
from inspection.store.schema import inspection_hit

PAGE = 100


class HitsWanted(StaffModel):
    """Which hits are wanted: of a kind, and found before a time (for the next page)."""

    kind: Literal["", "forbidden", "must_say", "anger", "silence", "unanswered"] = ""
    before: AwareDatetime | None = None


class HitShown(StaffModel):
    """One hit; `message` is the id of the message that it is about, `trail` shows the message's way."""

    message: str
    conversation: str
    seq: int
    kind: Kind
    login: str = Field(description="Who had the conversation last; empty for the bot.")
    words: str
    why: str
    found_at: datetime


class HitsShown(StaffModel):
    """Hits, the newest first."""

    hits: list[HitShown]


async def list_hits(call: StaffCall[Any]) -> HitsShown:
    """The hits within reach: those of the bot are the whole house's."""
    wanted: HitsWanted = call.query
    where = call.reach.where(account=inspection_hit.c.account_id, branch=account.c.branch_id)
    rows = await hits.newest(call.connection, where, kind=wanted.kind, before=wanted.before, limit=PAGE)
    return HitsShown(hits=[_shown(row) for row in rows])


def _shown(row: Any) -> HitShown:
    name = conversation_id(row.identity_key, row.conversation)
    return HitShown(
        message=f"{name}.{row.seq}",
        conversation=name,
        seq=row.seq,
        kind=row.kind,
        login=row.login or "",
        words=row.words,
        why=row.why,
        found_at=row.found_at,
    )


ROUTES = (
    StaffRoute(
        "GET", "/staff/inspection/hits", right=READ, query=HitsWanted, answer=HitsShown, handle=list_hits
    ),
)
