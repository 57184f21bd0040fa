"""Opens the web chat: puts its parts together and names its addresses on the hub."""

from sanic import Blueprint

from connectors.webchat.chat import ChatParts
from connectors.webchat.limits import RateLimit
from connectors.webchat.pages import add_pages
from connectors.webchat.receipts import ReceiptBuffer
from connectors.webchat.send import WebchatSender
from connectors.webchat.sessions import Sessions
from connectors.webchat.tokens import VisitorTokens
from connectors.webchat.translate import CHANNEL
from connectors.webchat.webhook import add_socket
from hub.ports import Channel, ChannelContext, ChannelRules


def open_channel(context: ChannelContext) -> Channel:
    """The web chat as the hub mounts it; raises `SetupError` without a visitor secret."""
    settings, clock = context.settings, context.clock
    sessions = Sessions()
    parts = ChatParts(
        context=context,
        sessions=sessions,
        tokens=VisitorTokens(settings.visitor_secret.get_secret_value()),
        receipts=ReceiptBuffer(context.inbox),
        message_limit=RateLimit(clock, per_minute=settings.webchat_messages_per_minute, what="messages"),
        visitor_limit=RateLimit(clock, per_minute=settings.webchat_visitors_per_minute, what="new chats"),
    )
    blueprint = Blueprint(CHANNEL)
    add_socket(blueprint, parts)
    add_pages(blueprint, settings)
    # Replies cost nothing here, so the bot is asked at once.
    rules = ChannelRules(quiet_s=0.0, idle_close_s=settings.webchat_idle_close_s)
    return Channel(CHANNEL, rules, blueprint, WebchatSender(sessions), parts.receipts.run)
