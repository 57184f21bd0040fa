"""Reads the reply that a response carries (被动回复用户消息), as strictly as the provider does."""

from typing import Any
from xml.etree.ElementTree import Element

from simulators.phones.screen import Entry

TEXT_BYTES = 2048


def read_reply(fields: dict[str, Any], openid: str, origin_id: str) -> Entry:
    """What the chat shows; raises `ValueError` for what the provider would not take."""
    if fields.get("ToUserName") != openid or fields.get("FromUserName") != origin_id:
        raise ValueError("the reply is not addressed to the customer by the account")
    if not str(fields.get("CreateTime", "")).isdecimal():
        raise ValueError("the reply has no time")
    match fields.get("MsgType"):
        case "text":
            text = str(fields.get("Content", ""))
            if not text or len(text.encode()) > TEXT_BYTES:
                raise ValueError("the reply is empty or too long")
            return _by_account("text", text=text)
        case "image":
            return _by_account("image", media=_inside(fields, "Image", "MediaId"))
        case "news":
            articles = fields.get("Articles")
            if not isinstance(articles, Element) or str(fields.get("ArticleCount")) != str(len(articles)):
                raise ValueError("the articles are not as many as were announced")
            item = articles[0]
            told = {name: item.findtext(name, "") for name in ("Title", "Description", "Url", "PicUrl")}
            return _by_account("link", title=told["Title"], text=told["Description"], url=told["Url"])
        case kind:
            raise ValueError(f"the reply is of the kind {kind}")


def _inside(fields: dict[str, Any], name: str, child: str) -> str:
    element = fields.get(name)
    found = element.findtext(child, "") if isinstance(element, Element) else ""
    if not found:
        raise ValueError(f"the reply has no {child}")
    return found


def _by_account(kind: str, **more: Any) -> Entry:
    return {"from": "account", "type": kind, "by": "passive", **more}
