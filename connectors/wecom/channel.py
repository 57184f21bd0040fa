"""Opens the channel."""

import asyncio

from sanic import Blueprint

from connectors.kit.accounts import accounts_of
from connectors.kit.opening import open_kit
from connectors.kit.weixin.intake import WeixinIntake
from connectors.wecom.account import WecomAccount
from connectors.wecom.closing import CardCloser
from connectors.wecom.passive import reply_of
from connectors.wecom.send import WecomSender
from connectors.wecom.served import serve_account
from connectors.wecom.translate import CHANNEL, NOTHING
from connectors.wecom.webhook import add_webhook
from hub.messages import EventKind
from hub.ports import Channel, ChannelContext, ChannelRules, QuotaPer, QuotaRule, SendingRules, ShownAs

DAY_S = 86_400.0

RULES = ChannelRules(
    quiet_s=0.0,
    idle_close_s=DAY_S,
    buttons=False,
    notices={EventKind.TYPING: ShownAs.NOTHING, EventKind.WAITING: ShownAs.NOTHING},
    sending=SendingRules(
        quotas=(
            QuotaRule("minute", QuotaPer.IDENTITY, limit=30, span_s=60.0),
            QuotaRule("hour", QuotaPer.IDENTITY, limit=1000, span_s=3600.0),
        ),
    ),
)
"""What WeCom sends one member of one application (path/90236); it drops the rest without a word.

Nothing of an application shows that somebody types. Options can be tapped on a card, and written by number
where they came in a passive reply, which has none.
"""


def open_channel(context: ChannelContext) -> Channel:
    """The applications as the hub mounts them; raises `SetupError` for a key that is none."""
    kit = open_kit(context)
    served = {
        each.name: serve_account(each, kit, context.media) for each in accounts_of(context, WecomAccount)
    }
    blueprint, intake = Blueprint(CHANNEL), WeixinIntake(context, nothing=NOTHING, to_reply=reply_of)
    sender = WecomSender(served, context.store, context.clock)
    closer = CardCloser()
    add_webhook(blueprint, context.clock, served, intake, closer, context.how_brought)

    async def until_cancelled() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await intake.close()
            await closer.close()
            await sender.close()

    return Channel(CHANNEL, RULES, blueprint, sender, until_cancelled)
