"""Passive replies (被动回复): the answer as the body of the response to the customer's own message."""

from dataclasses import replace
from typing import Any

from connectors.kit.weixin.intake import Conversing
from connectors.kit.weixin.sends import WeixinSend
from connectors.kit.weixin.served import ServedWeixin
from connectors.kit.weixin.uploading import media_id_of
from connectors.kit.weixin.xml import write_xml
from connectors.wechat.account import WechatAccount
from connectors.wechat.render import to_sends
from hub.errors import YuanqiaoError
from hub.messages import Message


async def reply_of(one: ServedWeixin[WechatAccount], message: Message, between: Conversing) -> bytes | None:
    """The one reply that says a message, its picture uploaded; None where one reply cannot."""
    send = await prepare(one, message)
    if send is None:
        return None
    return to_reply(send, customer=between.customer, origin=between.origin, at=between.at)


async def prepare(one: ServedWeixin[WechatAccount], message: Message) -> WeixinSend | None:
    """The one send that a message takes where options are numbered; None where it takes more.

    Also None where its picture could not be uploaded: the usual way tries that again.
    """
    sends = to_sends(message, menus=False)
    if len(sends) != 1:
        return None
    (send,) = sends
    if send.media is None:
        return send
    try:
        media_id = await media_id_of(one, send.media)
    except YuanqiaoError:
        return None
    return replace(send, content=send.content | {send.media_field: media_id}, media=None)


def to_reply(send: WeixinSend, *, customer: str, origin: str, at: int) -> bytes | None:
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


def _content(send: WeixinSend) -> dict[str, Any] | None:
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
