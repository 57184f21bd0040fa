"""WeChat's calls to official accounts."""

from collections.abc import Mapping

from sanic import Blueprint

from connectors.kit.opening import Kit
from connectors.kit.weixin.intake import WeixinIntake
from connectors.kit.weixin.served import ServedWeixin
from connectors.kit.weixin.webhook import add_platform_webhook
from connectors.wechat.account import WechatAccount
from connectors.wechat.translate import read_incoming
from hub.ports import HowBrought


def add_webhook(
    blueprint: Blueprint,
    kit: Kit,
    served: Mapping[str, ServedWeixin[WechatAccount]],
    intake: WeixinIntake[WechatAccount],
    how_brought: HowBrought,
) -> None:
    """Adds `GET` and `POST /wechat/<account>`; what is answered with 200 is on disk."""
    add_platform_webhook(blueprint, kit, served, intake, how_brought, read_incoming)
