"""What happens to a case. Each `do_…` writes in the caller's transaction: the case, its step, what is said.

Order of locks: identity, conversation, case.
"""

import re
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from cases.numbers import new_number
from cases.store import cases, shown
from hub.commands import CommandContext
from hub.conversation.conversations import Conversations
from hub.errors import Conflict, NotFound
from hub.messages import Author, AuthorKind, FileComplaint, Status, Text
from hub.ports import Clock
from hub.reactions import DeliveryEnded
from hub.store import identities
from hub.store.schema_staff import account
from hub.store.staff import accounts, branches

READ, CHANGE, REVIEW = "cases.read", "cases.change", "cases.review"
"""The rights."""

HOUSE = "house"
REMIND_AT = 0.8
"""So much of the time is gone when the owner is reminded."""

OPENED = "投诉编号：{number}。我们会在 {due} 前在这里答复您。"
OPENED_ENGLISH = "Your complaint has the number {number}; you will have an answer here by {due}."
_HAN = re.compile("[\u3400-\u9fff]")
DRAWS = 5
"""Tries to find a number that nobody has: 31^8 of them make a second one unlikely already."""


class Cases:
    """`days`: how long a case may take (银行业保险业消费投诉处理管理办法: 15 days). `zone`: the bank's."""

    def __init__(self, conversations: Conversations, clock: Clock, *, days: float, zone: Any) -> None:
        self._conversations = conversations
        self._clock = clock
        self._days = timedelta(days=days)
        self._zone = zone

    async def do_open(
        self, connection: AsyncConnection, command: FileComplaint, context: CommandContext
    ) -> str:
        """Opens a case for a complaint and gives the words that tell its number and the day of the answer.

        What is told further in the conversation joins the case that runs there: no words then.
        """
        found = await cases.running(connection, context.identity, context.conversation)
        if found is not None:
            await self._tell_more(connection, found.number, context)
            return ""
        root = await branches.root(connection)
        due = context.now + self._days
        values = {
            "identity_key": context.identity,
            "conversation": context.conversation,
            "turn": context.turn,
            "branch_id": "" if root is None else root.branch_id,
            "due_at": due,
            "look_at": context.now + self._days * REMIND_AT,
            "created_at": context.now,
        }
        number = await self._add(connection, values)
        await self._note(connection, number, "opened", HOUSE, to_id=str(context.turn))
        words = OPENED if _HAN.search(command.text) else OPENED_ENGLISH
        return words.format(number=number, due=due.astimezone(self._zone).strftime("%Y-%m-%d"))

    async def _tell_more(self, connection: AsyncConnection, number: str, context: CommandContext) -> None:
        """Joins a turn to a case; one that was answered already is open again, for this is new."""
        row = await self._running(connection, number)
        if row.state == "replied":
            look_at = max(row.due_at, context.now)
            await cases.change(connection, number, state="open", look_at=look_at)
        await self._note(connection, number, "told_more", HOUSE, to_id=str(context.turn))

    async def do_take(self, connection: AsyncConnection, number: str, by: str) -> None:
        """Makes somebody the owner; raises `Conflict` where it is closed or theirs already."""
        row = await self._running(connection, number)
        if row.owner_id == by:
            raise Conflict("the case is yours already")
        await cases.change(connection, number, owner_id=by)
        await self._note(connection, number, "taken", by)

    async def do_forward(
        self, connection: AsyncConnection, number: str, to: str, reason: str, by: str
    ) -> None:
        """Gives it to somebody else, who can return it; raises `Conflict`, `NotFound`."""
        row = await self._running(connection, number)
        member = await accounts.by_id(connection, to)
        if member is None:
            raise NotFound("there is no such account")
        if member.state != "active":
            raise Conflict("this account is not in use")
        if not await shown.who_may(connection, CHANGE, account.c.account_id == to, 1):
            raise Conflict("this account does not work on cases")
        before = {"from_owner_id": row.owner_id or by, "from_branch_id": row.branch_id}
        await cases.change(connection, number, owner_id=to, branch_id=member.branch_id, **before)
        await self._note(connection, number, "forwarded", by, to_id=to, text=reason)

    async def do_return(self, connection: AsyncConnection, number: str, reason: str, by: str) -> None:
        """Gives it back to who forwarded it; raises `Conflict` where nobody did."""
        row = await self._running(connection, number)
        if row.from_owner_id is None:
            raise Conflict("nobody has forwarded this case")
        back = {"owner_id": row.from_owner_id, "branch_id": row.from_branch_id}
        await cases.change(connection, number, from_owner_id=None, from_branch_id=None, **back)
        await self._note(connection, number, "returned", by, to_id=row.from_owner_id, text=reason)

    async def do_draft(self, connection: AsyncConnection, number: str, text: str, by: str) -> None:
        """Writes the reply that somebody else has to review; raises `Conflict`."""
        await self._running(connection, number)
        await cases.change(connection, number, draft=text, draft_by=by, state="in_review")
        await self._note(connection, number, "drafted", by, text=text)

    async def do_reject(self, connection: AsyncConnection, number: str, reason: str, by: str) -> None:
        """Sends a draft back to the owner; raises `Conflict`."""
        self._check_review(await self._running(connection, number), by)
        await cases.change(connection, number, state="open")
        await self._note(connection, number, "rejected", by, text=reason)

    async def do_approve(self, connection: AsyncConnection, number: str, by: str, name: str) -> None:
        """Says the draft to the customer, on their channel, in the conversation that goes on or a new one.

        `name`: the reviewer's, under which it is said.
        Raises `Conflict`, also where the reviewer wrote it, and `NotFound`.
        """
        seen = await cases.one(connection, number)
        if seen is None:
            raise NotFound("there is no such case")
        self._check_review(seen, by)
        person = await identities.lock(connection, seen.identity_key)
        if person is None:
            raise NotFound("nobody has this identity")
        talk = await self._conversations.current(
            connection, seen.identity_key, person.last_conversation, person.channel, self._clock.now()
        )
        row = await self._running(connection, number)
        self._check_review(row, by)
        said = await self._conversations.do_say(
            connection,
            row.identity_key,
            talk.conversation,
            [Text(text=f"关于您的投诉 {number}：\n{row.draft}")],
            author=Author(kind=AuthorKind.AGENT, name=name),
        )
        place = {"reply_conversation": said.conversation, "reply_seq": said.seq}
        await cases.change(connection, number, state="replied", **place)
        await self._note(connection, number, "replied", by)

    async def do_close(self, connection: AsyncConnection, number: str, by: str) -> None:
        """Ends a case; raises `Conflict` where the customer has no reply."""
        row = await self._running(connection, number)
        if row.state != "replied":
            raise Conflict("the customer has no reply yet")
        await cases.change(connection, number, state="closed", closed_at=self._clock.now(), look_at=None)
        await self._note(connection, number, "closed", by)

    async def do_undelivered(self, connection: AsyncConnection, ended: DeliveryEnded) -> None:
        """A reply that did not arrive is none: the case is open again, closed or not."""
        if ended.status is not Status.FAILED:
            return
        row = await cases.by_reply(connection, ended.identity, ended.conversation, ended.seq)
        if row is None:
            return
        await cases.locked(connection, row.number)
        now = self._clock.now()
        again = {"state": "open", "closed_at": None, "look_at": now, "reply_seq": None}
        await cases.change(connection, row.number, reply_conversation=None, **again)
        await self._note(connection, row.number, "not_delivered", HOUSE, text=ended.code)

    async def do_look(self, connection: AsyncConnection, number: str, head: str | None) -> str:
        """Reminds, or escalates to `head` once the deadline is over; tells which, empty for neither."""
        row = await cases.locked(connection, number)
        now = self._clock.now()
        if row is None or row.look_at is None or row.look_at > now:
            return ""
        if row.state == "replied":
            await cases.change(connection, number, look_at=None)
            return ""
        if now < row.due_at:
            await cases.change(connection, number, look_at=row.due_at)
            await self._note(connection, number, "reminded", HOUSE, to_id=row.owner_id or "")
            return "reminded"
        await cases.change(connection, number, look_at=None)
        if row.escalated:
            return ""
        owner = {} if head is None else {"owner_id": head, "from_owner_id": row.owner_id}
        await cases.change(connection, number, escalated=True, from_branch_id=row.branch_id, **owner)
        await self._note(connection, number, "escalated", HOUSE, to_id=head or "")
        return "escalated"

    async def _add(self, connection: AsyncConnection, values: dict[str, Any]) -> str:
        for _ in range(DRAWS):
            number = new_number()
            if await cases.add(connection, number=number, **values):
                return number
        raise Conflict("no number is free for a case")

    async def _running(self, connection: AsyncConnection, number: str) -> Any:
        row = await cases.locked(connection, number)
        if row is None:
            raise NotFound("there is no such case")
        if row.state == "closed":
            raise Conflict("the case is closed")
        return row

    def _check_review(self, row: Any, by: str) -> None:
        if row.state != "in_review":
            raise Conflict("there is no reply to review")
        if row.draft_by == by:
            raise Conflict("who wrote a reply does not review it")

    async def _note(
        self, connection: AsyncConnection, number: str, action: str, by: str, **more: str
    ) -> None:
        await cases.note(connection, number, action, actor=by, at=self._clock.now(), **more)
