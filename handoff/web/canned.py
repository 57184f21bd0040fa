"""`/staff/canned-replies` and `/staff/shared-replies`: replies that are written already."""

from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.store import canned as store
from handoff.words import canned
from handoff.words.keeping import branches_of
from hub.parts import PartContext
from hub.staff import Kind, Names, ObjectPlace, Right, Scope, StaffCall, StaffModel, StaffRoute

USE, KEEP = "replies.use", "replies.share"
RIGHTS = (
    Right(USE, "使用常用语", "Use canned replies", {"agent": Scope.OWN, "supervisor": Scope.OWN}),
    Right(
        KEEP,
        "管理共享常用语",
        "Share canned replies",
        {"administrator": Scope.ALL, "branch_administrator": Scope.BRANCH, "supervisor": Scope.BRANCH},
    ),
)

Title = Annotated[str, Field(min_length=1, max_length=60, examples=["年费说明"])]
Words = Annotated[str, Field(min_length=1, max_length=2000, examples=["您好，我是{坐席}。"])]


class Reply(StaffModel):
    """A reply as its keeper writes it."""

    title: Title
    text: Words


class SharedReply(Reply):
    """A reply for everybody of a branch, and of those below it."""

    branch_id: Annotated[str, Names("branch"), Field(max_length=32)]


class ReplyShown(Reply):
    """One reply; `initials`: of the title, in pinyin. `branch`: where it is shared, None for one's own."""

    reply: str
    initials: str
    branch: str | None


class RepliesShown(StaffModel):
    """The replies that somebody may use, and what their variables are filled with."""

    replies: list[ReplyShown]
    variables: dict[str, str]


async def _own_place(connection: AsyncConnection, reply_id: str) -> ObjectPlace | None:
    row = await store.one(connection, reply_id)
    return None if row is None or row.account_id is None else ObjectPlace(account_id=row.account_id)


async def _shared_place(connection: AsyncConnection, reply_id: str) -> ObjectPlace | None:
    row = await store.one(connection, reply_id)
    return None if row is None or row.branch_id is None else ObjectPlace(branch_id=row.branch_id)


KINDS = (Kind("own_reply", _own_place), Kind("shared_reply", _shared_place))


def _shown(row: Any) -> ReplyShown:
    return ReplyShown(
        reply=row.reply_id, title=row.title, text=row.text, initials=row.initials, branch=row.branch_id
    )


def routes(context: PartContext) -> tuple[StaffRoute, ...]:
    """The routes; `context` has the clock, and what variables are filled with."""
    clock, settings = context.clock, context.settings
    zone = ZoneInfo(settings.time_zone)

    async def listed(call: StaffCall[Any]) -> RepliesShown:
        """One's own replies, and those shared at one's branch or above it."""
        rows = await store.for_agent(
            call.connection, call.staff.account_id, branches_of(call.staff.branch_path)
        )
        today = clock.now().astimezone(zone)
        filled = (
            call.staff.name,
            settings.bank_name,
            settings.bank_hotline,
            f"{today.year} 年 {today.month} 月 {today.day} 日",
        )
        variables = dict(zip(canned.VARIABLES, filled, strict=True))
        return RepliesShown(replies=[_shown(row) for row in rows], variables=variables)

    async def add_own(call: StaffCall[Reply]) -> ReplyShown:
        """Keeps a reply for oneself."""
        return await _add(call, account_id=call.staff.account_id)

    async def add_shared(call: StaffCall[SharedReply]) -> ReplyShown:
        """Shares a reply."""
        return await _add(call, branch_id=call.body.branch_id)

    async def _add(call: StaffCall[Any], **whose: str) -> ReplyShown:
        reply_id = await canned.do_add(
            call.connection, title=call.body.title, text=call.body.text, now=clock.now(), **whose
        )
        call.note(reply=reply_id)
        return _shown(await canned.one(call.connection, reply_id))

    async def change(call: StaffCall[Reply]) -> ReplyShown:
        """Writes a reply anew."""
        reply_id, body = call.args["reply_id"], call.body
        await canned.do_change(call.connection, reply_id, title=body.title, text=body.text, now=clock.now())
        return _shown(await canned.one(call.connection, reply_id))

    async def remove(call: StaffCall[Any]) -> None:
        """Takes a reply away."""
        await store.remove(call.connection, call.args["reply_id"])

    made = [
        StaffRoute("GET", "/staff/canned-replies", right=USE, answer=RepliesShown, handle=listed),
        StaffRoute(
            "POST",
            "/staff/canned-replies",
            right=USE,
            body=Reply,
            answer=ReplyShown,
            handle=add_own,
            audit="reply.added",
        ),
        StaffRoute(
            "POST",
            "/staff/shared-replies",
            right=KEEP,
            body=SharedReply,
            answer=ReplyShown,
            handle=add_shared,
            audit="reply.shared",
        ),
    ]
    for path, right, kind in (
        ("/staff/canned-replies/<reply_id>", USE, "own_reply"),
        ("/staff/shared-replies/<reply_id>", KEEP, "shared_reply"),
    ):
        about = {"reply_id": kind}
        made += [
            StaffRoute(
                "PUT",
                path,
                right=right,
                about=about,
                body=Reply,
                answer=ReplyShown,
                handle=change,
                audit="reply.changed",
            ),
            StaffRoute("DELETE", path, right=right, about=about, handle=remove, audit="reply.removed"),
        ]
    return tuple(made)
