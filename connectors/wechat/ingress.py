"""Checks WeChat's callbacks where the hub is away."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from connectors.kit.weixin.callbacks import Receiver, open_callback, query_of
from connectors.wechat.account import WechatAccount
from connectors.wechat.served import receiver_of
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
        fields = open_callback(self._receiver, query_of(callback.query), callback.body, now)
        customer = fields.get("FromUserName")
        return Taken(TAKEN, "text/plain; charset=utf-8", customer if isinstance(customer, str) else None)


def open_checks(accounts: Sequence[WechatAccount]) -> Mapping[str, CallbackCheck]:
    """The checks by address; raises `SetupError` for a key that is none."""
    return {f"/wechat/{each.name}": WechatCheck(receiver_of(each)) for each in accounts}
