"""Passive replies (被动回复): the answer as the body of the response to the customer's own message."""

from typing import Any

from connectors.kit.weixin.xml import write_xml
from connectors.wechat.render import Send


def to_reply(send: Send, *, customer: str, origin: str, at: int) -> bytes | None:
    """A prepared send as the one reply that a response can carry; None for kinds that it cannot.

    `send` has the provider's id of its media in place.
    """
    content = _content(send)
    if content is None:
        return None
    head: dict[str, Any] = {
        "ToUserName": customer,
        "FromUserName": origin,
        "CreateTime": at,
        "MsgType": send.kind,
    }
    return write_xml(head | content)


def _content(send: Send) -> dict[str, Any] | None:
    match send.kind:
        case "text" if "<a data-miniprogram" not in send.content["content"]:
            return {"Content": send.content["content"]}
        case "image":
            return {"Image": {"MediaId": send.content["media_id"]}}
        case "news":
            (article,) = send.content["articles"]
            item = {
                "Title": article["title"],
                "Description": article["description"],
                "PicUrl": "",
                "Url": article["url"],
            }
            return {"ArticleCount": 1, "Articles": [item]}
    return None
