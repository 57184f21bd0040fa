"""Opens the channel."""

import asyncio

from sanic import Blueprint

from connectors.kit.accounts import AccountKey, accounts_of
from connectors.kit.opening import open_kit
from connectors.kit.weixin.api import WeixinApi
from connectors.kit.weixin.callbacks import Receiver
from connectors.kit.weixin.cipher import MessageCipher
from connectors.wechat.account import WechatAccount
from connectors.wechat.send import WechatSender
from connectors.wechat.translate import CHANNEL
from connectors.wechat.webhook import Served, add_webhook
from hub.messages import EventKind, NoticeCode
from hub.ports import Channel, ChannelContext, ChannelRules, QuotaPer, QuotaRule, SendingRules, ShownAs

DAY_S = 86_400.0

RULES = ChannelRules(
    quiet_s=0.0,
    idle_close_s=DAY_S,
    buttons=False,
    notices={NoticeCode.LATE: ShownAs.TYPING, EventKind.WAITING: ShownAs.TYPING},
    sending=SendingRules(
        concurrency=32,
        holds=True,
        quotas=(QuotaRule("answers", QuotaPer.MESSAGE, limit=5, span_s=2 * DAY_S),),
    ),
)


def open_channel(context: ChannelContext) -> Channel:
    """The official accounts as the hub mounts them; raises `SetupError` for a key that is none."""
    kit, accounts = open_kit(context), accounts_of(context, WechatAccount)
    served = {each.name: Served(each, _receiver(each)) for each in accounts}
    apis = {
        each.name: WeixinApi(kit, AccountKey(CHANNEL, each.name), each, each.secret.get_secret_value())
        for each in accounts
    }
    blueprint, sender = Blueprint(CHANNEL), WechatSender(apis)
    add_webhook(blueprint, context, served)

    async def until_cancelled() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await sender.close()

    return Channel(CHANNEL, RULES, blueprint, sender, until_cancelled)


def _receiver(account: WechatAccount) -> Receiver:
    cipher = MessageCipher(account.encoding_aes_key.get_secret_value(), account.app_id)
    return Receiver(account.token.get_secret_value(), cipher, account.unsafe_plain_callbacks)
