"""Opens the channel."""

import asyncio

from sanic import Blueprint

from connectors.kit.accounts import accounts_of
from connectors.kit.opening import open_kit
from connectors.sms.account import SmsAccount
from connectors.sms.intake import SmsIntake
from connectors.sms.send import SmsSender
from connectors.sms.served import serve_account
from connectors.sms.translate import CHANNEL
from connectors.sms.webhook import add_webhook, add_whole
from connectors.sms.whole import WholeAddresses
from hub.messages import EventKind, NoticeCode
from hub.ports import (
    Channel,
    ChannelContext,
    ChannelRules,
    QuotaPer,
    QuotaRule,
    SendingRules,
    SendOutcome,
    ShownAs,
)

DAY_S = 86_400.0
HOUR_S = 3600.0

RULES = ChannelRules(
    quiet_s=0.8,
    idle_close_s=DAY_S,
    buttons=False,
    notices={NoticeCode.LATE: ShownAs.NOTHING, EventKind.WAITING: ShownAs.NOTHING},
    sending=SendingRules(
        holds=True,
        on_timeout=SendOutcome.UNSURE,
        quotas=(QuotaRule("hour", QuotaPer.IDENTITY, limit=60, span_s=HOUR_S),),
    ),
)
"""Each message costs: words that follow each other are answered together, and waiting is told nobody.

The quota is a bound on two machines that answer each other, not a provider's. A time-out means that nobody
knows, because no provider of these drops repeats.
"""


def open_channel(context: ChannelContext) -> Channel:
    """The accounts as the hub mounts them; raises `SetupError`."""
    kit, settings = open_kit(context), context.settings
    intake, blueprint = SmsIntake(context), Blueprint(CHANNEL)
    served = {each.name: serve_account(each, kit, intake) for each in accounts_of(context, SmsAccount)}
    whole = WholeAddresses(settings.media_secret.get_secret_value(), settings.own_origins[0], context.clock)
    sender = SmsSender(served, whole, context.store, context.clock)
    add_webhook(blueprint, served, intake)
    add_whole(blueprint, context, whole)

    async def until_cancelled() -> None:
        try:
            async with asyncio.TaskGroup() as group:
                for one in served.values():
                    group.create_task(one.provider.run())
        finally:
            await intake.close()
            await sender.close()

    return Channel(CHANNEL, RULES, blueprint, sender, until_cancelled)
