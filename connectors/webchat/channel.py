"""Opens the web chat: puts its parts together and names its addresses on the hub."""

import structlog
from sanic import Blueprint

from connectors.webchat.branding import readable_colour
from connectors.webchat.pages import APPLICATION, add_pages
from connectors.webchat.parts import open_parts
from connectors.webchat.send import WebchatSender
from connectors.webchat.translate import CHANNEL
from connectors.webchat.tus import add_uploads
from connectors.webchat.webhook import add_socket
from hub.ports import Channel, ChannelContext, ChannelRules

log = structlog.get_logger(__name__)


def open_channel(context: ChannelContext) -> Channel:
    """The web chat as the hub mounts it; raises `SetupError` without a visitor secret."""
    settings, parts = context.settings, open_parts(context)
    colour = readable_colour(settings.bank_colour)
    if colour != settings.bank_colour.lower():
        log.warning("webchat.colour_darkened", why="white text on it could not be read", colour=colour)
    blueprint = Blueprint(CHANNEL)
    add_socket(blueprint, parts)
    add_pages(blueprint, settings, context.built_files(APPLICATION))
    if parts.uploads is not None:
        add_uploads(blueprint, parts, parts.uploads)
    # Replies cost nothing here, so the bot is asked at once.
    rules = ChannelRules(quiet_s=0.0, idle_close_s=settings.webchat_idle_close_s)
    return Channel(CHANNEL, rules, blueprint, WebchatSender(parts.fanout, context.media.address), parts.run)
