"""What happens in conversations and concerns calls: a customer asks for one, a person comes, it is over."""

import re
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.conversation.triage import Alert, Urgent
from hub.engine.contract import PickInput, Reply
from hub.errors import Conflict
from hub.messages import AuthorKind, Message, RequestPerson, plain_text
from hub.reactions import Arrived, Closed, PersonCame
from video.calls.calls import Calls
from video.store import calls
from video.store.calls import key_of

ASKS = re.compile(
    r"(请|我|想|要|需要|希望|能|可以|能不能|可不可以|帮我|给我|和|跟|客服|人工|您|你们?|开|打|发起|接通?|转|个|一个|用|通过)*"
    r"视频(通话|电话|聊|客服|柜员|柜台|柜面|办理|服务)?(一下)?(可以|行|好)?(吗|吧|么|呢)?"
    r"|(a |please |can we |i want (to )?)*(make |have |start )?(a )?(video|video call|video chat)( please)?",
    re.IGNORECASE,
)
"""Whole messages that ask for a call, whatever the channel; the chat's button sends one of them."""

NAME, REASON = "video", "客户要求视频"


def asks(message: Message) -> bool:
    """Whether a message asks for a call and says nothing else."""
    return ASKS.fullmatch(plain_text(message.segments).strip(" 。！!？?「」")) is not None


class CallWishes:
    """Reacts inside the transaction in which it happens."""

    def __init__(self, commands: Calls) -> None:
        self._commands = commands

    async def do_arrived(self, connection: AsyncConnection, arrived: Arrived) -> None:
        """Says a link to a customer who asks an agent for a call."""
        message = arrived.message
        if arrived.owner != "agent" or message.author.kind is not AuthorKind.CUSTOMER:
            return
        if asks(message):
            await self._do_invite(connection, message.identity, message.conversation)

    async def do_person_came(self, connection: AsyncConnection, came: PersonCame) -> None:
        """Says the link to a customer who has waited for a call; one who is in it still, waits there."""
        if came.medium != "video":
            return
        row = await calls.open_of(connection, came.identity, came.conversation)
        if row is not None and row.customer_here:
            await self._commands.do_keep(connection, key_of(row))
        else:
            await self._do_invite(connection, came.identity, came.conversation)

    async def _do_invite(self, connection: AsyncConnection, identity: str, conversation: int) -> None:
        try:
            await self._commands.do_invite(connection, identity, conversation, started_by="customer")
        except Conflict:
            return  # they are in one already

    async def do_closed(self, connection: AsyncConnection, closed: Closed) -> None:
        """Ends the call of a conversation that is over."""
        row = await calls.open_of(connection, closed.identity, closed.conversation)
        if row is not None:
            await self._commands.do_end(connection, key_of(row), "closed")


class VideoTriage:
    """Implements `hub.conversation.triage.Triage`: who asks the bot for a call gets a person with video.

    What is said of it is the words of whoever carries the request out.
    """

    def judge(
        self,
        said: Sequence[Message],
        pick: PickInput | None,
        alert: Alert | None,
        language: str | None,
    ) -> Urgent | None:
        """The request, where the newest message asks for a call."""
        if pick is not None or not said or said[-1].is_note or not asks(said[-1]):
            return None
        request = RequestPerson(reason=REASON, medium="video", tells=True)
        return Urgent(NAME, [], [request], alert, up_to=said[-1].seq)

    def presses(self, message: Message) -> bool:
        """No: it can wait for the bot's answer to another message."""
        return False

    def reminder(self, alert: Alert) -> Reply | None:
        """None."""
        return None
