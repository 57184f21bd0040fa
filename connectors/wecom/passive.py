"""Passive replies (被动回复): the answer as the body of the response to the member's own message."""

from dataclasses import replace
from typing import Any

from connectors.kit.weixin.intake import Conversing
from connectors.kit.weixin.sends import WeixinSend
from connectors.kit.weixin.uploading import media_id_of
from connectors.kit.weixin.xml import write_xml
from connectors.wecom.render import to_sends
from connectors.wecom.served import Served
from hub.errors import YuanqiaoError
from hub.messages import Choices, Message


async def reply_of(one: Served, message: Message, between: Conversing) -> bytes | None:
    """The one reply that says a message, its file uploaded; None where one reply cannot.

    A question with options goes by the API: a reply has no buttons, and WeCom does not count sends so
    narrowly that one would have to be saved.
    """
    if any(isinstance(each, Choices) for each in message.segments):
        return None
    sends = to_sends(message, cards=False, markdown=one.account.markdown)
    if len(sends) != 1:
        return None
    (send,) = sends
    if send.media is not None:
        try:
            media_id = await media_id_of(one, send.media, send.kind)
        except YuanqiaoError:
            return None  # the usual way tries that again
        send = replace(send, content={send.media_field: media_id}, media=None)
    return to_reply(send, member=between.customer, corp_id=between.origin, at=between.at)


def to_reply(send: WeixinSend, *, member: str, corp_id: str, at: int) -> bytes | None:
    """A send, its file uploaded, as the one reply of a response; None for kinds that have no place there."""
    content = _content(send)
    if content is None:
        return None
    kind = "news" if send.kind == "textcard" else send.kind
    head: dict[str, Any] = {"ToUserName": member, "FromUserName": corp_id, "CreateTime": at, "MsgType": kind}
    return write_xml(head | content)


def _content(send: WeixinSend) -> dict[str, Any] | None:
    match send.kind:
        case "text":
            return {"Content": send.content["content"]}
        case "image" | "voice" | "video":
            return {send.kind.capitalize(): {"MediaId": send.content["media_id"]}}
        case "textcard":
            article = send.content
            item = {
                "Title": article["title"],
                "Description": article["description"],
                "Url": article["url"],
                "PicUrl": "",
            }
            return {"ArticleCount": 1, "Articles": [item]}
    return None
