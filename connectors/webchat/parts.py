"""What every chat of one process shares."""

import asyncio
from dataclasses import dataclass, field

from connectors.kit.accounts import accounts_of
from connectors.webchat.accounts import WebchatAccount
from connectors.webchat.fanout import Fanout
from connectors.webchat.limits import RateLimit
from connectors.webchat.receipts import ReceiptBuffer
from connectors.webchat.sessions import WebchatSessions
from connectors.webchat.tokens import VisitorTokens
from connectors.webchat.translate import ACCOUNT, CHANNEL
from connectors.webchat.uploads import Uploads
from hub.ports import ChannelContext

SUGGESTIONS_AT_ONCE = 20
SUGGESTIONS_SPAN_S = 10.0
READINGS_PER_MINUTE = 120
"""Of history: each may read hundreds of messages while everybody else waits; a client needs few."""

WELCOMES_AT_ONCE = 8
"""When another process dies its customers come at once: agents and messages do not wait behind them."""

REFUSALS_PER_MINUTE = 20
"""Of messages and verdicts; who goes on is hung up on."""


@dataclass(frozen=True, slots=True)
class ChatParts:
    """The parts by name; limits count by visitor, `visitor_limit` by network address.

    `uploads`: None where no files are taken. `welcoming`: so many are greeted at a time.
    """

    context: ChannelContext
    account: str
    sessions: WebchatSessions
    fanout: Fanout
    tokens: VisitorTokens
    receipts: ReceiptBuffer
    uploads: Uploads | None
    message_limit: RateLimit
    visitor_limit: RateLimit
    suggestion_limit: RateLimit
    reading_limit: RateLimit
    refusal_limit: RateLimit
    welcoming: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(WELCOMES_AT_ONCE))

    async def run(self) -> None:
        """What goes on beside the chats, until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self.receipts.run())
            group.create_task(self.fanout.run())
            if self.uploads is not None:
                group.create_task(self.uploads.run())


def open_parts(context: ChannelContext) -> ChatParts:
    """The parts as the settings want them; raises `SetupError` without a visitor secret."""
    settings, clock, sessions = context.settings, context.clock, WebchatSessions()
    return ChatParts(
        context=context,
        account=next((account.name for account in accounts_of(context, WebchatAccount)), ACCOUNT),
        sessions=sessions,
        fanout=Fanout(sessions, context.history, context.join(CHANNEL), context.media.address),
        tokens=VisitorTokens(settings.visitor_secret.get_secret_value()),
        receipts=ReceiptBuffer(context.inbox),
        uploads=Uploads(context) if settings.webchat_uploads else None,
        message_limit=RateLimit(clock, most=settings.webchat_messages_per_minute, what="messages"),
        visitor_limit=RateLimit(clock, most=settings.webchat_visitors_per_minute, what="new chats"),
        suggestion_limit=RateLimit(
            clock, most=SUGGESTIONS_AT_ONCE, in_s=SUGGESTIONS_SPAN_S, what="suggestions"
        ),
        reading_limit=RateLimit(clock, most=READINGS_PER_MINUTE, what="readings of history"),
        refusal_limit=RateLimit(clock, most=REFUSALS_PER_MINUTE, what="refusals"),
    )
