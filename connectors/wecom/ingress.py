"""Checks WeCom's callbacks where the hub is away."""

from collections.abc import Mapping, Sequence

from connectors.kit.weixin.ingress import WeixinCheck
from connectors.wecom.account import WecomAccount
from connectors.wecom.served import receiver_of
from connectors.wecom.translate import NOTHING
from hub.ports import CallbackCheck


def open_checks(accounts: Sequence[WecomAccount]) -> Mapping[str, CallbackCheck]:
    """The checks by address; raises `SetupError` for a key that is none."""
    return {f"/wecom/{each.name}": WeixinCheck(receiver_of(each), NOTHING) for each in accounts}
