"""`/staff/outreach`: what was told to customers, and the texts of it."""

from datetime import datetime
from typing import Any, Literal

from pydantic import AwareDatetime, Field

from hub.errors import Conflict, NotFound
from hub.ids import conversation_id
from hub.ports import Clock
from hub.staff import Right, Scope
from hub.staff.routes import StaffCall, StaffModel, StaffRoute
from outreach.kinds import KINDS
from outreach.store import notices, texts
from outreach.texts import LONGEST, check_text

READ, CHANGE = "outreach.read", "outreach.change"
RIGHTS = (
    Right(READ, "查看主动通知", "See notices to customers", {"supervisor": Scope.ALL, "auditor": Scope.ALL}),
    Right(CHANGE, "修改主动通知的文字", "Change the texts of notices", {"supervisor": Scope.ALL}),
)
PAGE = 100


class NoticesWanted(StaffModel):
    """Which notices are wanted: in a state, and received before a time (for the next page)."""

    state: Literal["", "waiting", "told", "dropped"] = ""
    before: AwareDatetime | None = None


class NoticeShown(StaffModel):
    """One notice; `code`: why it was dropped, `due_at`: when it is told that waits."""

    event: str
    kind: str
    state: Literal["waiting", "told", "dropped"]
    code: str
    message: str
    received_at: datetime
    due_at: datetime | None
    ended_at: datetime | None


class NoticesShown(StaffModel):
    """Notices, the newest first."""

    notices: list[NoticeShown]


class TextShown(StaffModel):
    """The text of a kind; `version` 0 is the house's own."""

    kind: str
    label: str
    purpose: Literal["security", "service"]
    facts: list[str]
    version: int
    text: str
    text_en: str
    enabled: bool


class TextsShown(StaffModel):
    """All of them."""

    texts: list[TextShown]


class TextChange(StaffModel):
    """A text written anew; `version`: of the one that was read."""

    kind: str = Field(max_length=32)
    version: int = Field(ge=0)
    text: str = Field(min_length=1, max_length=LONGEST)
    text_en: str = Field(min_length=1, max_length=LONGEST)
    enabled: bool = True


def routes(clock: Clock) -> tuple[StaffRoute, ...]:
    """The routes."""

    async def list_notices(call: StaffCall[Any]) -> NoticesShown:
        """What the bank has sent, and what became of it."""
        wanted: NoticesWanted = call.query
        rows = await notices.newest(call.connection, state=wanted.state, before=wanted.before, limit=PAGE)
        return NoticesShown(notices=[_shown(row) for row in rows])

    async def list_texts(call: StaffCall[Any]) -> TextsShown:
        """The texts in use."""
        written = await texts.all_of_them(call.connection)
        return TextsShown(texts=[_text(name, written.get(name)) for name in KINDS])

    async def change_text(call: StaffCall[TextChange]) -> TextShown:
        """Writes a text anew, for the notices that are told from now on."""
        body = call.body
        if body.kind not in KINDS:
            raise NotFound("there is no such kind of notice")
        for text in (body.text, body.text_en):
            check_text(KINDS[body.kind], text)
        values = {"text": body.text, "text_en": body.text_en, "enabled": body.enabled}
        if not await texts.put(call.connection, body.kind, body.version, changed_at=clock.now(), **values):
            raise Conflict("somebody else has changed the text")
        call.note(kind=body.kind, version=body.version + 1)
        return _text(body.kind, await texts.one(call.connection, body.kind))

    at = "/staff/outreach"
    return (
        StaffRoute(
            "GET", f"{at}/notices", right=READ, query=NoticesWanted, answer=NoticesShown, handle=list_notices
        ),
        StaffRoute("GET", f"{at}/texts", right=READ, answer=TextsShown, handle=list_texts),
        StaffRoute(
            "PUT",
            f"{at}/texts",
            right=CHANGE,
            body=TextChange,
            answer=TextShown,
            handle=change_text,
            audit="outreach.text_changed",
        ),
    )


def _shown(row: Any) -> NoticeShown:
    told = row.seq is not None
    message = f"{conversation_id(row.identity_key, row.conversation)}.{row.seq}" if told else ""
    return NoticeShown(
        event=row.event,
        kind=row.kind,
        state=row.state,
        code=row.code,
        message=message,
        received_at=row.received_at,
        due_at=row.due_at,
        ended_at=row.ended_at,
    )


def _text(name: str, row: Any | None) -> TextShown:
    kind = KINDS[name]
    return TextShown(
        kind=name,
        label=kind.label,
        purpose=kind.purpose,
        facts=sorted(kind.needs),
        version=0 if row is None else row.version,
        text=kind.text if row is None else row.text,
        text_en=kind.text_en if row is None else row.text_en,
        enabled=row is None or row.enabled,
    )
