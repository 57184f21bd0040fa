"""Checks the callbacks of 微信客服 where the hub is away."""

from collections.abc import Mapping, Sequence

from connectors.kit.weixin.ingress import WeixinCheck
from connectors.wecom_kf.account import WecomKfAccount
from connectors.wecom_kf.served import receiver_of
from connectors.wecom_kf.webhook import TAKEN
from hub.ports import CallbackCheck


def open_checks(accounts: Sequence[WecomKfAccount]) -> Mapping[str, CallbackCheck]:
    """The checks by address; raises `SetupError` for a key that is none."""
    return {f"/wecom_kf/{each.name}": WeixinCheck(receiver_of(each), TAKEN.encode()) for each in accounts}
