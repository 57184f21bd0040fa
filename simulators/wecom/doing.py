"""What a member does with the phone, and what the provider pushes for it."""

import secrets
from typing import Any

from aiohttp import web

from simulators.wecom.corp import Corp
from simulators.weixin.customers import WeixinCustomer
from simulators.weixin.doing import MOST_DAYS, NETWORKS, TEXT_LIMIT
from simulators.weixin.faults import WeixinFault

SEND = "/cgi-bin/message/send"

FAULTS = {
    "429": (SEND, WeixinFault("status", 429, retry_after_s=2)),
    "500": (SEND, WeixinFault("status", 500)),
    "silence": (SEND, WeixinFault("silence")),
    "lost": (SEND, WeixinFault("lost")),
    "busy": (SEND, WeixinFault("errcode", -1)),
    "rate": (SEND, WeixinFault("errcode", 45009)),
    "address": (SEND, WeixinFault("errcode", 60020)),
    "unheard": ("callback", WeixinFault("lost")),
}
"""What the page can order for the next request; `unheard`: the hub's answer gets lost."""

Fields = dict[str, Any]


def do(corp: Corp, member: WeixinCustomer, asked: Fields) -> Fields | None:
    """Does it: the fields of the push that follows, or None where there is none."""
    match asked.get("do") if isinstance(asked, dict) else None:
        case "say" | "place":
            return _say(corp, member, asked)
        case "tap" | "press" | "enter" | "scan" | "follow" | "leave":
            return _act(corp, member, asked)
    _switch(corp, member, asked)
    return None


def _say(corp: Corp, member: WeixinCustomer, asked: Fields) -> Fields | None:
    match asked:
        case {"do": "place"}:
            return _sent(corp, member, {"type": "text", "text": f"[位置] {_PLACE['Label']}"}, _PLACE)
        case {"text": str(text)} if 0 < len(text) <= TEXT_LIMIT:
            return _sent(corp, member, {"type": "text", "text": text}, {"MsgType": "text", "Content": text})
    raise web.HTTPBadRequest


def _act(corp: Corp, member: WeixinCustomer, asked: Fields) -> Fields | None:
    """What comes as an event."""
    match asked:
        case {"do": "tap", "key": str(key)}:
            return _event(member, "click", {"EventKey": key[:128]})
        case {"do": "press", "n": int(number), "key": str(key)}:
            return _press(corp, member, number, key)
        case {"do": "enter"}:
            return _event(member, "enter_agent", {"EventKey": ""})
        case {"do": "scan", "scene": str(scene)} if 0 < len(scene) <= 64:
            found = {"ScanType": "qrcode", "ScanResult": scene}
            return _event(member, "scancode_waitmsg", {"EventKey": "scan", "ScanCodeInfo": found})
        case {"do": "follow" | "leave" as which}:
            member.followed = which == "follow"
            member.touch()
            event = "subscribe" if member.followed else "unsubscribe"
            return {"MsgType": "event", "Event": event, "EventKey": ""}
    raise web.HTTPBadRequest


def send_picture(corp: Corp, member: WeixinCustomer, body: bytes) -> Fields | None:
    """The member sends a picture."""
    media_id = corp.keep(body, "image/jpeg" if body.startswith(b"\xff\xd8") else "image/png")
    fields = {"MsgType": "image", "PicUrl": "https://p.qpic.cn/pic_wework/0", "MediaId": media_id}
    return _sent(corp, member, {"type": "image", "media": media_id}, fields)


_PLACE: Fields = {
    "MsgType": "location",
    "Location_X": "31.236276",
    "Location_Y": "121.505012",
    "Scale": 15,
    "Label": "上海市浦东新区世纪大道",
    "AppType": "wxwork",
}


def _sent(corp: Corp, member: WeixinCustomer, entry: Fields, fields: Fields) -> Fields | None:
    """A message. Without network, or outside of the application's visible range, it does not go."""
    if member.network == "off" or not member.followed:
        member.show({"from": "me", **entry, "failed": True})
        return None
    member.show({"from": "me", **entry})
    return {**fields, "MsgId": corp.new_id()}


def _event(member: WeixinCustomer, event: str, more: Fields) -> Fields | None:
    if member.network == "off" or not member.followed:
        return None
    return {"MsgType": "event", "Event": event, **more}


def _press(corp: Corp, member: WeixinCustomer, number: int, key: str) -> Fields | None:
    """A button of a card that is on the phone."""
    entry = next((each for each in member.entries if each["n"] == number), None)
    card = {} if entry is None else entry.get("part", {})
    keys = [each["key"] for each in card.get("button_list", [])]
    if key not in keys or number in corp.closed[member.openid]:
        raise web.HTTPBadRequest
    code = secrets.token_urlsafe(32)
    corp.taps[code] = (member.openid, number)
    more = {"EventKey": key, "TaskId": card["task_id"], "CardType": card["card_type"]}
    return _event(member, "template_card_event", more | {"ResponseCode": code})


def _switch(corp: Corp, member: WeixinCustomer, asked: Fields) -> None:
    match asked:
        case {"do": "network", "to": str(network)} if network in NETWORKS:
            member.connect(network)
        case {"do": "licence", "on": bool(on)}:
            (corp.unlicensed.discard if on else corp.unlicensed.add)(member.openid)
        case {"do": "days", "count": int(count)} if 0 <= count <= MOST_DAYS:
            corp.ahead_s += count * 86_400
        case {"do": "expire"}:
            corp.tokens.expire()
        case {"do": "fail", "how": str(how)} if how in FAULTS:
            corp.faults.add(*FAULTS[how])
        case _:
            raise web.HTTPBadRequest
    member.touch()


def round_it(corp: Corp, member: WeixinCustomer) -> Fields:
    """What the page shows beside the chat: what may still be sent, what was dropped, and who is licensed."""
    return {
        "rights": corp.rations.told(member.openid, corp.now()),
        "dropped": corp.rations.dropped[member.openid],
        "closed": corp.closed[member.openid],
        "licensed": member.openid not in corp.unlicensed,
    }
