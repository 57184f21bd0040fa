"""Checks WeChat's callbacks where the hub is away."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import parse_qsl

from connectors.kit.weixin.callbacks import Receiver, open_callback
from connectors.kit.weixin.cipher import MessageCipher
from connectors.wechat.account import WechatAccount
from hub.ports import Callback, CallbackCheck, Taken

TAKEN = b"success"
"""WeChat sends nothing again after this word, and shows the customer nothing."""


class WechatCheck:
    """Verifies the callbacks of one account."""

    def __init__(self, receiver: Receiver) -> None:
        self._receiver = receiver

    def check(self, callback: Callback, now: datetime) -> Taken | None:
        """As `hub.ports.CallbackCheck`; to prove the address to WeChat's console the hub is needed."""
        if callback.method != "POST":
            return None
        query: dict[str, str] = {}
        for name, value in parse_qsl(callback.query, keep_blank_values=True):
            query.setdefault(name, value)
        fields = open_callback(self._receiver, query, callback.body, now)
        customer = fields.get("FromUserName")
        return Taken(TAKEN, "text/plain; charset=utf-8", customer if isinstance(customer, str) else None)


def open_checks(accounts: Sequence[WechatAccount]) -> Mapping[str, CallbackCheck]:
    """The checks by address; raises `SetupError` for a key that is none."""
    return {f"/wechat/{each.name}": WechatCheck(_receiver(each)) for each in accounts}


def _receiver(account: WechatAccount) -> Receiver:
    cipher = MessageCipher(account.encoding_aes_key.get_secret_value(), account.app_id)
    return Receiver(account.token.get_secret_value(), cipher, account.unsafe_plain_callbacks)
