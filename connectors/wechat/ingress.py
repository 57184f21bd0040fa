"""Checks WeChat's callbacks where the hub is away."""

from collections.abc import Mapping, Sequence

from connectors.kit.weixin.ingress import WeixinCheck
from connectors.kit.weixin.platform import receiver_of
from connectors.wechat.account import WechatAccount
from connectors.wechat.translate import NOTHING
from hub.ports import CallbackCheck


def open_checks(accounts: Sequence[WechatAccount]) -> Mapping[str, CallbackCheck]:
    """The checks by address; raises `SetupError` for a key that is none."""
    return {f"/wechat/{each.name}": WeixinCheck(receiver_of(each), NOTHING) for each in accounts}
