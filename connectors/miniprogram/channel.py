"""Opens the channel."""

import asyncio

from sanic import Blueprint

from connectors.kit.accounts import AccountKey, accounts_of
from connectors.kit.opening import Kit, open_kit
from connectors.kit.weixin.intake import Conversing, WeixinIntake
from connectors.kit.weixin.platform import api_of, receiver_of
from connectors.kit.weixin.served import ServedWeixin, serve_account
from connectors.miniprogram.account import MiniProgramAccount
from connectors.miniprogram.send import make_sender
from connectors.miniprogram.sign_in import add_sign_in
from connectors.miniprogram.translate import CHANNEL, NOTHING
from connectors.miniprogram.webhook import add_webhook
from hub.messages import EventKind, Message, NoticeCode
from hub.ports import (
    Channel,
    ChannelContext,
    ChannelRules,
    MediaStore,
    QuotaPer,
    QuotaRule,
    SendingRules,
    ShownAs,
)

DAY_S = 86_400.0
MINUTE_S = 60.0

RULES = ChannelRules(
    quiet_s=0.8,
    idle_close_s=DAY_S,
    buttons=False,
    notices={NoticeCode.LATE: ShownAs.TYPING, EventKind.WAITING: ShownAs.TYPING},
    sending=SendingRules(
        holds=True,
        quotas=(
            QuotaRule("message", QuotaPer.MESSAGE, limit=5, span_s=2 * DAY_S),
            QuotaRule("enter", QuotaPer.MESSAGE, limit=2, span_s=MINUTE_S, given_by="enter"),
        ),
    ),
)
"""What WeChat allows (send.html): five sends after a message; two after the chat was opened, and older copies
of the page say one. Each answer is a send, so what a customer writes in one breath is answered together."""


def open_channel(context: ChannelContext) -> Channel:
    """The mini-programs as the hub mounts them; raises `SetupError` for a key that is none."""
    kit = open_kit(context)
    served = {
        each.name: _serve(each, kit, context.media) for each in accounts_of(context, MiniProgramAccount)
    }
    blueprint, intake = Blueprint(CHANNEL), WeixinIntake(context, nothing=NOTHING, to_reply=_no_reply)
    sender = make_sender(served, context.store, context.clock)
    add_webhook(blueprint, kit, served, intake, context.how_brought)
    add_sign_in(blueprint, served, context.contacts)

    async def until_cancelled() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await intake.close()
            await sender.close()

    return Channel(CHANNEL, RULES, blueprint, sender, until_cancelled)


async def _no_reply(
    _one: ServedWeixin[MiniProgramAccount], _message: Message, _between: Conversing
) -> bytes | None:
    return None


def _serve(account: MiniProgramAccount, kit: Kit, media: MediaStore) -> ServedWeixin[MiniProgramAccount]:
    key, receiver = AccountKey(CHANNEL, account.name), receiver_of(account, json=True)
    return serve_account(account, kit, key, media, receiver, api_of(account, CHANNEL, kit))
