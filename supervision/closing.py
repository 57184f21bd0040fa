"""Ends a conversation at once, by a supervisor, for a reason; the customer is told what they can do now."""

from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.agents import HOUSE
from handoff.store import notes
from handoff.store.reservations import TaskKey
from hub.conversation.conversations import Conversations
from hub.errors import Conflict
from hub.messages import Text
from hub.ports import Clock
from hub.staff import CurrentStaff
from hub.store import conversations as stored

BY_SUPERVISOR = "supervisor"
"""What `closed_by` says of it."""


class ClosingCause(StrEnum):
    """Why a conversation is ended before its time."""

    ABUSE = "abuse"
    FRAUD = "fraud"
    SAFETY = "safety"
    FAULT = "fault"
    TEST = "test"


WORDS = {
    ClosingCause.ABUSE: "本次会话已由银行结束。如仍需帮助，请重新发送消息，或拨打客服热线 {hotline}。",
    ClosingCause.FRAUD: "为保护您的资金安全，本次会话已由银行结束。"
    "请勿转账或透露验证码；如需核实，请拨打客服热线 {hotline}。",
    ClosingCause.SAFETY: "本次会话已由银行结束，我们会另行与您联系。"
    "如遇紧急情况，请拨打 110 或客服热线 {hotline}。",
    ClosingCause.FAULT: "因系统原因，本次会话已结束，之前的内容已保存。"
    "如仍需帮助，请重新发送消息，或拨打客服热线 {hotline}。",
    ClosingCause.TEST: "本次会话已由银行结束。如仍需帮助，请重新发送消息。",
}


class SupervisorClosing:
    """Ends conversations; writes in the caller's transaction."""

    def __init__(self, conversations: Conversations, clock: Clock, hotline: str) -> None:
        """`hotline`: the bank's telephone number, as customers are told it."""
        self._conversations = conversations
        self._clock = clock
        self._hotline = hotline

    async def do_close(
        self,
        connection: AsyncConnection,
        staff: CurrentStaff,
        key: TaskKey,
        cause: ClosingCause,
        note: str,
        wish_id: str,
    ) -> None:
        """Tells the customer, notes why for the staff, and closes; the same wish again does nothing.

        Who had it wraps it up; who was waited for is waited for no more. Raises `Conflict` where it is over.
        """
        if await notes.is_there(connection, wish_id):
            return
        place = (key.identity, key.conversation)
        conversation = await stored.lock(connection, *place)
        if conversation is None or conversation.closed_at is not None:
            raise Conflict("the conversation is over already")
        words = WORDS[cause].format(hotline=self._hotline)
        await self._conversations.do_say(connection, *place, (Text(text=words),), author=HOUSE)
        await notes.add(
            connection,
            *place,
            seq=conversation.last_seq,
            wish_id=wish_id,
            account_id=staff.account_id,
            author_name=staff.name,
            text=Text(text=note).without_secrets().text,
            created_at=self._clock.now(),
        )
        await self._conversations.do_close(connection, *place, by=BY_SUPERVISOR)
