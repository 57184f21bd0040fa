"""Checks mini-programs' callbacks where the hub is away."""

from collections.abc import Mapping, Sequence

from connectors.kit.weixin.ingress import WeixinCheck
from connectors.kit.weixin.platform import receiver_of
from connectors.miniprogram.account import MiniProgramAccount
from connectors.miniprogram.translate import NOTHING
from hub.ports import CallbackCheck


def open_checks(accounts: Sequence[MiniProgramAccount]) -> Mapping[str, CallbackCheck]:
    """The checks by address; raises `SetupError` for a key that is none."""
    checks = {each.name: WeixinCheck(receiver_of(each, json=True), NOTHING) for each in accounts}
    return {f"/miniprogram/{name}": check for name, check in checks.items()}
