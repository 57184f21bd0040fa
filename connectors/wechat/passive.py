"""Passive replies (被动回复): the answer as the body of the response to the customer's own message."""

from connectors.kit.cutting import utf8_bytes
from connectors.kit.weixin.xml import write_xml
from connectors.wechat.render import TEXT_BYTES, to_text
from hub.messages import Message


def to_reply(message: Message, *, customer: str, origin: str, at: int) -> bytes | None:
    """The message as the one reply that a response can carry; None where it needs more than that."""
    text = to_text(message)
    if utf8_bytes(text) > TEXT_BYTES:
        return None
    return write_xml(
        {
            "ToUserName": customer,
            "FromUserName": origin,
            "CreateTime": at,
            "MsgType": "text",
            "Content": text,
        }
    )
