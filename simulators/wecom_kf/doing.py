"""What a customer does with the phone, and the bank's people in WeCom's own client; what it leads to."""

from typing import Any

from aiohttp import web

from simulators.wecom_kf.carrying import occasion_of
from simulators.wecom_kf.customers import KfCustomer
from simulators.wecom_kf.provider import CUSTOMER, SERVICER, SimulatedKf
from simulators.wecom_kf.sessions import KfServiceState
from simulators.weixin.faults import WeixinFault

TEXT_LIMIT = 2000
NETWORKS = ("on", "slow", "off")
MOST_DAYS = 30
WELCOME_EVERY_S = 48 * 3600.0
SOMEBODY = "zhangsan"

SEND = "/cgi-bin/kf/send_msg"
FAULTS = {
    "429": (SEND, WeixinFault("status", 429, retry_after_s=2)),
    "500": (SEND, WeixinFault("status", 500)),
    "silence": (SEND, WeixinFault("silence")),
    "lost": (SEND, WeixinFault("lost")),
    "busy": (SEND, WeixinFault("errcode", -1)),
    "pull": ("/cgi-bin/kf/sync_msg", WeixinFault("status", 500)),
    "unheard": ("callback", WeixinFault("lost")),
}
"""What the page can order for the next request; `unheard`: the hub's answer gets lost."""

PLACE = {
    "latitude": 31.236276,
    "longitude": 121.505012,
    "name": "世纪大道",
    "address": "上海市浦东新区世纪大道",
}

Fields = dict[str, Any]


def do(provider: SimulatedKf, customer: KfCustomer, asked: Fields) -> bool:
    """Does it; whether the feed has something new."""
    match asked:
        case {"do": "enter"}:
            return _enter(provider, customer, str(asked.get("scene", ""))[:32])
        case {"do": "say", "text": str(text)} if 0 < len(text) <= TEXT_LIMIT:
            return _write(provider, customer, {"type": "text", "text": text}, "text", {"content": text})
        case {"do": "pick", "text": str(text), "id": str(menu_id)} if 0 < len(text) <= TEXT_LIMIT:
            body = {"content": text, "menu_id": menu_id[:64]}
            return _write(provider, customer, {"type": "text", "text": text}, "text", body)
        case {"do": "place"}:
            shown = {"type": "text", "text": f"[位置] {PLACE['address']}"}
            return _write(provider, customer, shown, "location", PLACE)
        case {"do": "take_over" | "end" | "speak" as what}:
            return _as_servicer(provider, customer, what)
    _switch(provider, customer, asked)
    return False


def send_picture(provider: SimulatedKf, customer: KfCustomer, body: bytes) -> bool:
    """The customer sends a picture; whether the feed has something new."""
    media_id = provider.keep(body, "image/jpeg" if body.startswith(b"\xff\xd8") else "image/png")
    shown = {"type": "image", "media": media_id}
    return _write(provider, customer, shown, "image", {"media_id": media_id})


def _enter(provider: SimulatedKf, customer: KfCustomer, scene: str) -> bool:
    """The customer opens the chat: the first time in two days, and before they wrote, there is a welcome."""
    if customer.network == "off":
        return False
    now, customer.entered = provider.now(), True
    fresh = (
        now - customer.welcomed_at >= WELCOME_EVERY_S and customer.session.state(now) is KfServiceState.ENDED
    )
    code = provider.codes.give(customer.userid, "welcome", now) if fresh else ""
    provider.happen(customer, "enter_session", scene=scene, welcome_code=code)
    customer.touch()
    return True


def _write(provider: SimulatedKf, customer: KfCustomer, shown: Fields, kind: str, body: Fields) -> bool:
    """A message: it begins a session, and gives the account the right to answer. Without network it fails."""
    if customer.network == "off":
        customer.show({"from": "me", **shown, "failed": True})
        return False
    now = provider.now()
    customer.session.wrote(now)
    customer.rights.grant(now)
    provider.write(customer, CUSTOMER, kind, body)
    customer.show({"from": "me", **shown})
    return True


def _as_servicer(provider: SimulatedKf, customer: KfCustomer, what: str) -> bool:
    """One of the bank's people at work in WeCom's own client."""
    now, session = provider.now(), customer.session
    before = session.state(now)
    match what:
        case "take_over" if before in (KfServiceState.NEW, KfServiceState.BOT, KfServiceState.QUEUED):
            session.change(KfServiceState.SERVED, SOMEBODY, now)
            code = provider.codes.give(customer.userid, "served", now)
            told = {"change_type": 1, "new_servicer_userid": SOMEBODY, "msg_code": code}
        case "end" if before is KfServiceState.SERVED:
            session.change(KfServiceState.ENDED, "", now)
            occasion = occasion_of(before, KfServiceState.ENDED)
            code = provider.codes.give(customer.userid, occasion, now) if occasion else ""
            told = {"change_type": 3, "old_servicer_userid": SOMEBODY, "msg_code": code}
        case "speak" if before is KfServiceState.SERVED:
            text = "您好，我是客户经理张三，这边为您处理。"
            provider.write(customer, SERVICER, "text", {"content": text})
            customer.show({"from": "account", "type": "text", "by": "servicer", "text": text})
            return True
        case _:
            return False
    provider.happen(customer, "session_status_change", **told)
    customer.touch()
    return True


def _switch(provider: SimulatedKf, customer: KfCustomer, asked: Fields) -> None:
    match asked:
        case {"do": "network", "to": str(network)} if network in NETWORKS:
            customer.connect(network)
        case {"do": "days", "count": int(count)} if 0 <= count <= MOST_DAYS:
            provider.ahead_s += count * 86_400
        case {"do": "refuse", "on": bool(on)}:
            customer.refuses = on
        case {"do": "silent", "on": bool(on)}:
            provider.silent = on
        case {"do": "expire"}:
            provider.tokens.expire()
        case {"do": "undelivered"}:
            provider.fail_next.append(0)
        case {"do": "fail", "how": str(how)} if how in FAULTS:
            provider.faults.add(*FAULTS[how])
        case _:
            raise web.HTTPBadRequest
    customer.touch()
