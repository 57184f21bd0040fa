"""A conference: a supervisor takes part in a conversation until they leave it, and the customer knows.

The agent goes on owning it. What each says stands under their own name (`Helping.do_join`).
Each `do_…` writes in its caller's transaction.
"""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.agents import HOUSE
from handoff.store import reservations
from handoff.store.reservations import TaskKey
from hub.conversation.conversations import Conversations
from hub.errors import Conflict
from hub.messages import Text
from hub.ports import Clock
from hub.reactions import Closed
from hub.staff import CurrentStaff
from hub.store import conversations as stored
from hub.store.staff import accounts
from supervision.store import hands, participations

MOST = 6
"""People in one conversation: the customer, its owner, and so many less two."""

CAME = "{name} 已加入会话，将与客服 {agent} 一起为您服务。"
WENT = "{name} 已退出会话，客服 {agent} 将继续为您服务。"


class Conference:
    """Coming and going."""

    def __init__(self, conversations: Conversations, clock: Clock) -> None:
        self._conversations = conversations
        self._clock = clock

    async def do_enter(self, connection: AsyncConnection, staff: CurrentStaff, key: TaskKey) -> None:
        """Takes part from now on; again it does nothing. Raises `Conflict`."""
        row = await self._served(connection, key)
        if row.account_id == staff.account_id:
            raise Conflict("the conversation is yours already")
        there = await participations.there(connection, key)
        if any(each.account_id == staff.account_id for each in there):
            return
        if len(there) + 2 >= MOST:
            raise Conflict(f"{MOST} people are in the conversation already")
        now = self._clock.now()
        await participations.add(connection, key, staff.account_id, staff.name, now)
        await hands.lower(connection, key, staff.account_id, now)
        await self._tell(connection, key, CAME, staff.name, row.account_id)

    async def do_leave(self, connection: AsyncConnection, staff: CurrentStaff, key: TaskKey) -> None:
        """Takes part no more; again, or once the conversation is over, it does nothing."""
        conversation = await stored.lock(connection, key.identity, key.conversation)
        row = await reservations.owner_of(connection, key)
        left = await participations.leave(connection, key, self._clock.now(), staff.account_id)
        if not left or conversation is None or conversation.closed_at is not None:
            return
        if row is not None and row.state == "accepted":
            await self._tell(connection, key, WENT, staff.name, row.account_id)

    async def do_closed(self, connection: AsyncConnection, closed: Closed) -> None:
        """The conversation is over, and so is the conference."""
        now = self._clock.now()
        await participations.leave_conversation(connection, closed.identity, closed.conversation, now)

    async def _served(self, connection: AsyncConnection, key: TaskKey) -> Any:
        """The reservation of the agent who serves the conversation, which is locked."""
        await stored.lock(connection, key.identity, key.conversation)
        row = await reservations.owner_of(connection, key)
        if row is None or row.state != "accepted":
            raise Conflict("no agent serves the conversation now")
        return row

    async def _tell(
        self, connection: AsyncConnection, key: TaskKey, words: str, name: str, agent_id: str
    ) -> None:
        agent = await accounts.by_id(connection, agent_id)
        text = words.format(name=name, agent=agent.name if agent is not None else "")
        place = (key.identity, key.conversation)
        await self._conversations.do_say(connection, *place, (Text(text=text),), author=HOUSE)
