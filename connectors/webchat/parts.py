"""What every chat of one process shares."""

from dataclasses import dataclass

from connectors.kit.accounts import accounts_of
from connectors.webchat.accounts import WebchatAccount
from connectors.webchat.limits import RateLimit
from connectors.webchat.receipts import ReceiptBuffer
from connectors.webchat.sessions import Sessions
from connectors.webchat.tokens import VisitorTokens
from connectors.webchat.translate import ACCOUNT
from hub.ports import ChannelContext

SUGGESTIONS_AT_ONCE = 20
SUGGESTIONS_SPAN_S = 10.0
READINGS_PER_MINUTE = 120
"""Of history: each may read hundreds of messages while everybody else waits; a client needs few."""


@dataclass(frozen=True, slots=True)
class ChatParts:
    """The parts by name; limits count by visitor, `visitor_limit` by network address."""

    context: ChannelContext
    account: str
    sessions: Sessions
    tokens: VisitorTokens
    receipts: ReceiptBuffer
    message_limit: RateLimit
    visitor_limit: RateLimit
    suggestion_limit: RateLimit
    reading_limit: RateLimit


def open_parts(context: ChannelContext) -> ChatParts:
    """The parts as the settings want them; raises `SetupError` without a visitor secret."""
    settings, clock = context.settings, context.clock
    return ChatParts(
        context=context,
        account=next((account.name for account in accounts_of(context, WebchatAccount)), ACCOUNT),
        sessions=Sessions(),
        tokens=VisitorTokens(settings.visitor_secret.get_secret_value()),
        receipts=ReceiptBuffer(context.inbox),
        message_limit=RateLimit(clock, most=settings.webchat_messages_per_minute, what="messages"),
        visitor_limit=RateLimit(clock, most=settings.webchat_visitors_per_minute, what="new chats"),
        suggestion_limit=RateLimit(
            clock, most=SUGGESTIONS_AT_ONCE, in_s=SUGGESTIONS_SPAN_S, what="suggestions"
        ),
        reading_limit=RateLimit(clock, most=READINGS_PER_MINUTE, what="readings of history"),
    )
