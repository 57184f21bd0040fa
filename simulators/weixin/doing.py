"""What a customer does with the phone, and what the provider pushes for it."""

from typing import Any

from aiohttp import web

from simulators.weixin.customers import WeixinCustomer
from simulators.weixin.faults import WeixinFault
from simulators.weixin.provider import SimulatedWeixin

TEXT_LIMIT = 2000
NETWORKS = ("on", "slow", "off")
MOST_DAYS = 30

FAULTS = {
    "429": ("/cgi-bin/message/custom/send", WeixinFault("status", 429, retry_after_s=2)),
    "500": ("/cgi-bin/message/custom/send", WeixinFault("status", 500)),
    "silence": ("/cgi-bin/message/custom/send", WeixinFault("silence")),
    "lost": ("/cgi-bin/message/custom/send", WeixinFault("lost")),
    "busy": ("/cgi-bin/message/custom/send", WeixinFault("errcode", -1)),
    "unheard": ("callback", WeixinFault("lost")),
}
"""What the page can order for the next request; `unheard`: the hub's answer gets lost."""

Fields = dict[str, Any]


def do(provider: SimulatedWeixin, customer: WeixinCustomer, asked: Fields) -> Fields | None:
    """Does it: the fields of the push that follows, or None where there is none."""
    match asked:
        case {"do": "say" | "pick" | "place"}:
            return _say(provider, customer, asked)
        case {"do": "tap", "key": str(key)}:
            return event(provider, customer, "CLICK", "click", {"EventKey": key[:128]})
        case {"do": "follow"}:
            customer.followed = True
            return event(provider, customer, "subscribe", "subscribe", {"EventKey": ""})
        case {"do": "leave"}:
            customer.followed = False
            customer.touch()
            return {"MsgType": "event", "Event": "unsubscribe", "EventKey": ""}
        case {"do": "scan", "scene": str(scene)} if 0 < len(scene) <= 64:
            return _scan(provider, customer, scene)
    _switch(provider, customer, asked)
    return None


def _say(provider: SimulatedWeixin, customer: WeixinCustomer, asked: Fields) -> Fields | None:
    match asked:
        case {"do": "place"}:
            return sent(provider, customer, {"type": "text", "text": f"[位置] {_PLACE['Label']}"}, _PLACE)
        case {"text": str(text), **rest} if 0 < len(text) <= TEXT_LIMIT:
            fields: Fields = {"MsgType": "text", "Content": text}
            if rest["do"] == "pick":
                fields["bizmsgmenuid"] = str(rest.get("id", ""))[:64]
            return sent(provider, customer, {"type": "text", "text": text}, fields)
    raise web.HTTPBadRequest


def send_picture(provider: SimulatedWeixin, customer: WeixinCustomer, body: bytes) -> Fields | None:
    """The customer sends a picture."""
    media_id = provider.keep(body, "image/jpeg" if body.startswith(b"\xff\xd8") else "image/png")
    fields = {"MsgType": "image", "PicUrl": "http://mmbiz.qpic.cn/mmbiz_jpg/0", "MediaId": media_id}
    return sent(provider, customer, {"type": "image", "media": media_id}, fields)


_PLACE = {
    "MsgType": "location",
    "Location_X": "31.236276",
    "Location_Y": "121.505012",
    "Scale": 15,
    "Label": "上海市浦东新区世纪大道",
}


def sent(provider: SimulatedWeixin, customer: WeixinCustomer, entry: Fields, fields: Fields) -> Fields | None:
    """A message: it gives the account the right to answer. Without network, or unfollowed, it does not go."""
    if customer.network == "off" or not customer.followed:
        customer.show({"from": "me", **entry, "failed": True})
        return None
    customer.show({"from": "me", **entry})
    customer.rights.grant("message", provider.now())
    return {**fields, "MsgId": provider.new_id()}


def event(
    provider: SimulatedWeixin, customer: WeixinCustomer, name: str, gives: str, more: Fields
) -> Fields | None:
    """Something that is no message, with the right that it gives."""
    if customer.network == "off":
        return None
    customer.rights.grant(gives, provider.now())
    customer.touch()
    return {"MsgType": "event", "Event": name, **more}


def _scan(provider: SimulatedWeixin, customer: WeixinCustomer, scene: str) -> Fields | None:
    """Who scans the account's code follows it with that."""
    if customer.followed:
        return event(provider, customer, "SCAN", "scan", {"EventKey": scene, "Ticket": "TICKET"})
    customer.followed = True
    more = {"EventKey": f"qrscene_{scene}", "Ticket": "TICKET"}
    return event(provider, customer, "subscribe", "subscribe", more)


def _switch(provider: SimulatedWeixin, customer: WeixinCustomer, asked: Fields) -> None:
    match asked:
        case {"do": "network", "to": str(network)} if network in NETWORKS:
            customer.connect(network)
        case {"do": "days", "count": int(count)} if 0 <= count <= MOST_DAYS:
            provider.ahead_s += count * 86_400
        case {"do": "expire"}:
            provider.tokens.expire()
        case {"do": "fail", "how": str(how)} if how in FAULTS:
            provider.faults.add(*FAULTS[how])
        case _:
            raise web.HTTPBadRequest
    customer.touch()
