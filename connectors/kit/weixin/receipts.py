"""Reads what became of messages by template: by the provider's ids of them; pure."""

from connectors.kit.weixin.fields import inner, number, optional
from connectors.kit.weixin.incoming import TemplateReceipts
from connectors.kit.weixin.xml import Fields
from hub.messages import Status


def notified(fields: Fields) -> TemplateReceipts:
    """`subscribe_msg_sent_event`: in XML below a name of its own, in JSON beside the other fields."""
    listed = inner(fields, "SubscribeMsgSentEvent", "List") + inner(fields, "List")
    receipts = [
        receipt(number(each, "MsgID"), optional(each, "ErrorCode") == "0", optional(each, "ErrorStatus"))
        for each in listed
    ]
    return TemplateReceipts(tuple(receipts))


def receipt(provider_id: str, delivered: bool, said: str) -> tuple[str, Status, str]:
    """Delivered, or failed and why, as the provider says it."""
    return (provider_id, Status.DELIVERED, "") if delivered else (provider_id, Status.FAILED, said[:64])
