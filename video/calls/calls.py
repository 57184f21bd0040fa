"""Does what happens to calls, each in the caller's transaction; who looks at the call is told afterwards."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.conversation.conversations import Conversations
from hub.errors import Conflict, NotFound
from hub.messages import Author, AuthorKind, Link, Text
from hub.ports import Clock
from hub.reactions import MediumChanged, ServiceBroke
from hub.store import conversations as stored
from hub.store.after_commit import after_commit
from video.calls.links import Passes
from video.calls.recorded import Recordings
from video.calls.states import LASTS, CallEvent, CallStanding, CallState, RecordingRule, after
from video.store import calls, links
from video.store.calls import CallKey, key_of

HOUSE = Author(kind=AuthorKind.SYSTEM)
LINK_LASTS = timedelta(minutes=10)
SEAT_LASTS = timedelta(hours=4)
BEAT_WORTH = timedelta(seconds=20)
"""A call that was heard is written down once so often."""

WORDS = {
    "customer": "您已结束视频通话。",
    "agent": "客服已结束视频通话。",
    "line": "网络中断，视频通话已结束。我们可以继续在这里沟通，或重新发起视频。",
    "agent_line": ("客服的网络中断，视频通话已结束。您不必重新排队：我们保留您原来的位置，优先为您接通。"),
    "nobody": "视频邀请已超时。需要时请回复「视频」，我们重新发起。",
    "closed": "会话已结束，视频通话随之结束。",
    "media": (
        "视频服务中断，通话已结束，已录制的部分会保留。您不必重新排队：我们保留您原来的位置，优先为您接通。"
    ),
}
"""What the customer reads in the chat when a call has ended."""

LEFT = {CallEvent.CUSTOMER_GONE: "customer", CallEvent.AGENT_GONE: "agent"}
"""Whose line is gone; else nobody knows."""

log = structlog.get_logger(__name__)


class Calls:
    """Invites, lets in, joins and ends."""

    def __init__(
        self,
        conversations: Conversations,
        clock: Clock,
        passes: Passes,
        page: str,
        recordings: Recordings,
        changed: Callable[[str], None],
    ) -> None:
        """`page`: the address of the customer's page; `changed` is told a call's id after each change."""
        self._conversations = conversations
        self._clock = clock
        self._passes = passes
        self._page = page
        self._recordings = recordings
        self._changed = changed

    async def do_invite(
        self, connection: AsyncConnection, identity: str, conversation: int, *, started_by: str
    ) -> CallKey:
        """Says a link into the conversation's open call, or into a new one.

        Raises `Conflict` where no agent owns the conversation, or somebody is in the call already.
        """
        now = self._clock.now()
        place = await stored.lock(connection, identity, conversation)
        if place is None or place.closed_at is not None or place.owner != "agent":
            raise Conflict("an agent has to own the conversation")
        row = await calls.open_of(connection, identity, conversation)
        if row is not None and row.customer_here:
            raise Conflict("the customer is in a call already")
        if row is None:
            key = CallKey(
                identity, conversation, 1 + await calls.last_number(connection, identity, conversation)
            )
            await calls.add(
                connection,
                key,
                state=CallState.INVITED,
                started_by=started_by,
                customer_here=False,
                agent_here=False,
                round=0,
                version=1,
                agent_name="",
                created_at=now,
                due_at=now + LASTS[CallState.INVITED],
            )
        else:
            key = key_of(row)
            state = CallState.INVITED if row.round == 0 else CallState(row.state)
            await self._change(connection, row, state=state, due_at=now + LASTS[CallState.INVITED])
        ticket = self._passes.new_ticket()
        await links.forget_expired(connection, now)
        await links.add(connection, self._passes.digest(ticket), key, now + LINK_LASTS)
        link = Link(
            title="进入视频通话", url=f"{self._page}#{ticket}", description="10 分钟内有效，仅可打开一次"
        )
        await self._conversations.do_say(connection, identity, conversation, (link,), author=HOUSE)
        self._tell(connection, key, CallState.INVITED)
        return key

    async def do_enter(self, connection: AsyncConnection, ticket: str) -> CallKey:
        """Uses a ticket up; raises `BadSignature`, and `NotFound` where it opens nothing (any more)."""
        key = await links.use(connection, self._passes.digest(ticket), self._clock.now())
        if key is None:
            raise NotFound("the link was used, or is over")
        return key

    async def do_happen(
        self, connection: AsyncConnection, key: CallKey, event: CallEvent, **more: Any
    ) -> Any:
        """Writes down what happened to a call; raises `NotFound`, `Conflict`. Gives the row as it is now."""
        await stored.lock(connection, key.identity, key.conversation)  # first, as whoever ends the call does
        row = await self._locked(connection, key)
        before = CallStanding(CallState(row.state), row.customer_here, row.agent_here, row.round)
        standing = after(before, event)
        if standing == before and not more:
            return row
        now = self._clock.now()
        values: dict[str, Any] = {
            "state": standing.state,
            "customer_here": standing.customer_here,
            "agent_here": standing.agent_here,
            "round": standing.round,
        }
        if standing.state is not before.state or standing.state is CallState.JOINED:
            values["due_at"] = now + LASTS[standing.state]
        if standing.state is CallState.JOINED and row.joined_at is None:
            values["joined_at"] = now
        if standing.state is CallState.LOST or standing.round != before.round:
            values |= await self._lost(connection, row, LEFT.get(event, "house"))
        await self._change(connection, row, **values, **more)
        if standing.state is CallState.JOINED and before.state is not CallState.JOINED:
            await self._tell_medium(connection, key, "video")
        self._tell(connection, key, standing.state)
        return await calls.get(connection, key)

    async def do_beat(self, connection: AsyncConnection, key: CallKey) -> None:
        """Somebody in the call was heard."""
        row = await calls.get(connection, key)
        now = self._clock.now()
        if row is None or row.state != CallState.JOINED:
            return
        if row.due_at - now < LASTS[CallState.JOINED] - BEAT_WORTH:
            await calls.change(connection, row, due_at=now + LASTS[CallState.JOINED])

    async def do_keep(self, connection: AsyncConnection, key: CallKey) -> None:
        """Somebody else serves the customer by now, who waits in the call: it is kept until they answer."""
        row = await calls.get(connection, key)
        if row is not None and row.agent_here:
            await self.do_happen(connection, key, CallEvent.AGENT_GONE)
        row = await self._locked(connection, key)
        await self._change(connection, row, due_at=self._clock.now() + LASTS[CallState.RINGING])
        self._tell(connection, key, CallState(row.state))

    async def do_end(
        self, connection: AsyncConnection, key: CallKey, why: str, *, given_back: bool = False
    ) -> None:
        """Ends a call and says so in the conversation; nothing where it has ended. Raises `NotFound`.

        `given_back`: its customer waits for a call again, so that they do not go on in the chat.
        """
        place = await stored.lock(connection, key.identity, key.conversation)
        row = await self._locked(connection, key)
        if row.state == CallState.ENDED:
            return
        await self._change(
            connection,
            row,
            state=CallState.ENDED,
            customer_here=False,
            agent_here=False,
            due_at=None,
            ended_at=self._clock.now(),
            ended_why=why,
        )
        if place is not None and place.closed_at is None:
            words = (Text(text=WORDS[why]),)
            await self._conversations.do_say(connection, key.identity, key.conversation, words, author=HOUSE)
            if not given_back:
                await self._tell_medium(connection, key, "chat")
        await self._recordings.do_end(connection, key)
        self._tell(connection, key, CallState.ENDED, why)

    async def do_break(self, connection: AsyncConnection, key: CallKey, side: str) -> None:
        """The media server is gone, or the disk full: the call ends, and its customer comes first again.

        `side`: `server` or `disk`. Raises `NotFound`.
        """
        await stored.lock(connection, key.identity, key.conversation)
        row = await self._locked(connection, key)
        if row.state == CallState.ENDED:
            return
        await self._recordings.do_lose(connection, row, side)
        await self._give_back(connection, key, "media")

    async def _give_back(self, connection: AsyncConnection, key: CallKey, why: str) -> None:
        """Ends a call that could not go on; its customer waits again at their old place, before others."""
        place = await stored.lock(connection, key.identity, key.conversation)
        await self.do_end(connection, key, why, given_back=True)
        if place is not None and place.closed_at is None:
            broke = ServiceBroke(key.identity, key.conversation, "video")
            await self._conversations.do_tell(connection, broke)

    async def do_expire(self, connection: AsyncConnection, key: CallKey) -> None:
        """Goes on where the time of a call's state is over by now."""
        await stored.lock(connection, key.identity, key.conversation)
        row = await self._locked(connection, key)
        if row.state == CallState.ENDED or row.due_at > self._clock.now():
            return
        if row.state == CallState.JOINED:  # the process that held both lines is gone
            lost: dict[str, Any] = {"state": CallState.LOST, "customer_here": False, "agent_here": False}
            lost |= await self._lost(connection, row, "house")
            due_at = self._clock.now() + LASTS[CallState.LOST]
            await self._change(connection, row, **lost, due_at=due_at)
            self._tell(connection, key, CallState.LOST)
        elif row.state == CallState.LOST and row.customer_here:  # it is the agent who did not come back
            await self._give_back(connection, key, "agent_line")
        else:
            await self.do_end(connection, key, "line" if row.state == CallState.LOST else "nobody")

    async def _lost(self, connection: AsyncConnection, row: Any, side: str) -> dict[str, Any]:
        """The columns of a call in which a line was lost: nothing is recorded until both are there again."""
        await self._recordings.do_lose(connection, row, side)
        return {"recorded": RecordingRule.AGREED} if row.recorded == RecordingRule.ON else {}

    async def _tell_medium(self, connection: AsyncConnection, key: CallKey, medium: str) -> None:
        changed = MediumChanged(key.identity, key.conversation, medium, self._clock.now())
        await self._conversations.do_tell(connection, changed)

    async def _locked(self, connection: AsyncConnection, key: CallKey) -> Any:
        row = await calls.get(connection, key, lock=True)
        if row is None:
            raise NotFound("there is no such call")
        return row

    async def _change(self, connection: AsyncConnection, row: Any, **values: Any) -> None:
        if not await calls.change(connection, row, **values):
            raise Conflict("the call has changed meanwhile")

    def _tell(self, connection: AsyncConnection, key: CallKey, state: CallState, why: str = "") -> None:
        log.info(
            "video.call_changed", conversation=f"{key.identity}.{key.conversation}", state=state, why=why
        )
        after_commit(connection, partial(self._changed, key.id))
