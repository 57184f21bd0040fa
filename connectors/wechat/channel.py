"""Opens the channel."""

import asyncio

from sanic import Blueprint

from connectors.kit.accounts import AccountKey, accounts_of
from connectors.kit.opening import Kit, open_kit
from connectors.kit.weixin.intake import WeixinIntake
from connectors.kit.weixin.platform import api_of, receiver_of
from connectors.kit.weixin.served import ServedWeixin, serve_account
from connectors.wechat.account import WechatAccount
from connectors.wechat.passive import reply_of
from connectors.wechat.send import make_sender
from connectors.wechat.sign_in import WechatSignIn, add_sign_in
from connectors.wechat.translate import CHANNEL, NOTHING
from connectors.wechat.union import UnionIds
from connectors.wechat.webhook import add_webhook
from hub.messages import EventKind, NoticeCode
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
    quiet_s=0.0,
    idle_close_s=DAY_S,
    buttons=False,
    notices={NoticeCode.LATE: ShownAs.TYPING, EventKind.WAITING: ShownAs.TYPING},
    sending=SendingRules(
        holds=True,
        quotas=(
            QuotaRule("message", QuotaPer.MESSAGE, limit=5, span_s=2 * DAY_S),
            QuotaRule("click", QuotaPer.MESSAGE, limit=3, span_s=MINUTE_S, given_by="click"),
            QuotaRule("subscribe", QuotaPer.MESSAGE, limit=3, span_s=MINUTE_S, given_by="subscribe"),
            QuotaRule("scan", QuotaPer.MESSAGE, limit=3, span_s=MINUTE_S, given_by="scan"),
        ),
    ),
)
"""What WeChat allows (api_sendcustommessage); that an answer takes longer is worth no message of these.

Options can be tapped in a menu, and written by number where they came in a passive reply, which has none.
"""


def open_channel(context: ChannelContext) -> Channel:
    """The official accounts as the hub mounts them; raises `SetupError` for a key that is none."""
    kit = open_kit(context)
    served = {each.name: _serve(each, kit, context.media) for each in accounts_of(context, WechatAccount)}
    blueprint, union_ids = Blueprint(CHANNEL), UnionIds(context.contacts)
    intake = WeixinIntake(context, nothing=NOTHING, to_reply=reply_of, meet=union_ids.meet)
    sender = make_sender(served, context.store, context.clock)
    add_webhook(blueprint, kit, served, intake, context.how_brought)
    add_sign_in(blueprint, WechatSignIn(served, context))

    async def until_cancelled() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await intake.close()
            await union_ids.close()
            await sender.close()

    return Channel(CHANNEL, RULES, blueprint, sender, until_cancelled)


def _serve(account: WechatAccount, kit: Kit, media: MediaStore) -> ServedWeixin[WechatAccount]:
    key = AccountKey(CHANNEL, account.name)
    return serve_account(account, kit, key, media, receiver_of(account), api_of(account, CHANNEL, kit))
