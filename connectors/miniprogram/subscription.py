"""The subscription message (订阅消息) that asks a customer to write; pure functions."""

from typing import Any

from connectors.miniprogram.account import MiniProgramAccount

PATH = "/cgi-bin/message/subscribe/send"


def to_subscription(account: MiniProgramAccount, customer: str) -> tuple[str, dict[str, Any]] | None:
    """The path and the request, None without one; nothing that was said stands in it."""
    if account.subscription is None:
        return None
    request: dict[str, Any] = {
        "touser": customer,
        "template_id": account.subscription.id,
        "miniprogram_state": account.subscription.state,
        "lang": "zh_CN",
        "data": {name: {"value": value} for name, value in account.subscription.data.items()},
    }
    if account.subscription.page:
        request["page"] = account.subscription.page
    return PATH, request
