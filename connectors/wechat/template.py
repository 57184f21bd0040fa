"""The template that asks a customer to write, where nothing else may be sent any more; pure functions."""

from typing import Any

from connectors.wechat.account import ReminderTemplate

PATHS = {
    "template": "/cgi-bin/message/template/send",
    "subscribe": "/cgi-bin/message/subscribe/bizsend",
}


def to_template(template: ReminderTemplate, customer: str) -> tuple[str, dict[str, Any]]:
    """The path and the request; what customers wrote or were told never stands in it."""
    request: dict[str, Any] = {
        "touser": customer,
        "template_id": template.id,
        "data": {name: {"value": value} for name, value in template.data.items()},
    }
    if template.url:
        request["url" if template.kind == "template" else "page"] = template.url
    return PATHS[template.kind], request
