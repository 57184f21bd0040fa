"""What happens in conversations and concerns calls: a customer asks for one, a conversation is over."""

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import Conflict
from hub.messages import AuthorKind, plain_text
from hub.reactions import Arrived, Closed
from video.calls.calls import Calls
from video.store import calls
from video.store.calls import key_of

ASKS = frozenset(
    (
        "视频",
        "视频通话",
        "视频客服",
        "视频柜员",
        "发起视频",
        "我要视频",
        "我要视频通话",
        "video",
        "video call",
    )
)
"""Whole messages that ask for a call, whatever the channel; the chat's button sends one of them."""


class CallWishes:
    """Reacts inside the transaction in which it happens."""

    def __init__(self, commands: Calls) -> None:
        self._commands = commands

    async def do_arrived(self, connection: AsyncConnection, arrived: Arrived) -> None:
        """Says a link to a customer who asks an agent for a call."""
        message = arrived.message
        if arrived.owner != "agent" or message.author.kind is not AuthorKind.CUSTOMER:
            return
        if plain_text(message.segments).strip(" 。！!？?「」").lower() not in ASKS:
            return
        try:
            await self._commands.do_invite(
                connection, message.identity, message.conversation, started_by="customer"
            )
        except Conflict:
            return  # they are in one already

    async def do_closed(self, connection: AsyncConnection, closed: Closed) -> None:
        """Ends the call of a conversation that is over."""
        row = await calls.open_of(connection, closed.identity, closed.conversation)
        if row is not None:
            await self._commands.do_end(connection, key_of(row), "closed")
