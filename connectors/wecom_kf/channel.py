"""Opens the channel."""

import asyncio

from sanic import Blueprint

from connectors.kit.accounts import accounts_of
from connectors.kit.opening import open_kit
from connectors.wecom_kf.account import WecomKfAccount
from connectors.wecom_kf.intake import CODE_HOLDS_S, KfIntake
from connectors.wecom_kf.pulling import Puller
from connectors.wecom_kf.send import WecomKfSender
from connectors.wecom_kf.served import serve_account
from connectors.wecom_kf.sessions import KfSessions
from connectors.wecom_kf.translate import CHANNEL, ENTERED, WINDOW_S
from connectors.wecom_kf.webhook import add_webhook
from hub.messages import EventKind
from hub.ports import Channel, ChannelContext, ChannelRules, QuotaPer, QuotaRule, SendingRules, ShownAs

DAY_S = 86_400.0

RULES = ChannelRules(
    quiet_s=0.0,
    idle_close_s=DAY_S,
    buttons=False,
    notices={EventKind.WAITING: ShownAs.NOTHING},
    sending=SendingRules(
        holds=True,
        quotas=(
            QuotaRule("message", QuotaPer.MESSAGE, limit=5, span_s=WINDOW_S),
            QuotaRule("enter", QuotaPer.MESSAGE, limit=1, span_s=CODE_HOLDS_S, given_by=ENTERED),
        ),
    ),
)
"""What 微信客服 allows (发送消息, 发送欢迎语等事件响应消息): it drops repeats, so a time-out is tried again.

Options can be tapped in a menu, and written by number.
"""


def open_channel(context: ChannelContext) -> Channel:
    """The accounts of 微信客服 as the hub mounts them; raises `SetupError` for a key that is none."""
    kit, sessions = open_kit(context), KfSessions(context.clock)
    served = {
        each.name: serve_account(each, kit, context.media) for each in accounts_of(context, WecomKfAccount)
    }
    intake = KfIntake(context, sessions)
    pullers = {name: Puller(one, kit, intake) for name, one in served.items()}
    blueprint = Blueprint(CHANNEL)
    sender = WecomKfSender(served, sessions, context.store, context.clock, context.outside)
    add_webhook(blueprint, served, pullers, context.clock, context.how_brought)

    async def pull() -> None:
        try:
            async with asyncio.TaskGroup() as tasks:
                for each in pullers.values():
                    tasks.create_task(each.run())
        finally:
            await sender.close()

    return Channel(CHANNEL, RULES, blueprint, sender, pull)
