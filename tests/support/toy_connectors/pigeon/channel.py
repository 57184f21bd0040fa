"""Opens the channel."""

import asyncio

from connectors.pigeon.account import PigeonAccount
from connectors.pigeon.send import PigeonSender
from connectors.pigeon.translate import CHANNEL
from connectors.pigeon.webhook import add_webhook
from sanic import Blueprint

from connectors.kit.accounts import accounts_of
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

RULES = ChannelRules(
    quiet_s=0.0,
    idle_close_s=DAY_S,
    buttons=False,
    notices={
        NoticeCode.LATE: ShownAs.NOTHING,
        EventKind.TYPING: ShownAs.NOTHING,
        EventKind.WAITING: ShownAs.NOTHING,
    },
    sending=SendingRules(
        concurrency=2,
        on_timeout=SendOutcome.UNSURE,
        quotas=(QuotaRule("answers", QuotaPer.MESSAGE, limit=2, span_s=DAY_S),),
    ),
)
"""Two letters for each of the customer's, within a day; none to say that it takes longer."""


def open_channel(context: ChannelContext) -> Channel:
    """The pigeons as the hub mounts them."""
    accounts = {account.name: account for account in accounts_of(context, PigeonAccount)}
    blueprint, sender = Blueprint(CHANNEL), PigeonSender(accounts)
    add_webhook(blueprint, context, accounts)

    async def until_cancelled() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await sender.close()

    return Channel(CHANNEL, RULES, blueprint, sender, until_cancelled)
