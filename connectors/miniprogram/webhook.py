"""WeChat's calls to mini-programs."""

from collections.abc import Mapping

from sanic import Blueprint

from connectors.kit.opening import Kit
from connectors.kit.weixin.intake import WeixinIntake
from connectors.kit.weixin.served import ServedWeixin
from connectors.kit.weixin.webhook import add_platform_webhook
from connectors.miniprogram.account import MiniProgramAccount
from connectors.miniprogram.translate import read_incoming
from hub.ports import HowBrought


def add_webhook(
    blueprint: Blueprint,
    kit: Kit,
    served: Mapping[str, ServedWeixin[MiniProgramAccount]],
    intake: WeixinIntake[MiniProgramAccount],
    how_brought: HowBrought,
) -> None:
    """Adds `GET` and `POST /miniprogram/<account>`; what is answered with 200 is on disk."""
    add_platform_webhook(blueprint, kit, served, intake, how_brought, read_incoming)
