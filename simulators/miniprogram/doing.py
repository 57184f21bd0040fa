"""What a customer does in the mini-program, and what the provider pushes for it."""

from typing import Any

from aiohttp import web

from simulators.miniprogram.program import Program
from simulators.weixin import doing
from simulators.weixin.customers import WeixinCustomer

AS_IN_WEIXIN = frozenset(("say", "network", "days", "expire", "fail"))
FORMS = ("JSON", "XML")
MOST_ALLOWED = 20

THUMB = "http://mmbiz.qpic.cn/mmbiz_png/0"

Fields = dict[str, Any]


def do(program: Program, customer: WeixinCustomer, asked: Fields) -> Fields | None:
    """Does it: the fields of the push that follows, or None where there is none."""
    match asked:
        case {"do": "enter", "from": str(came)} if len(came) <= 1000:
            return doing.event(program, customer, "user_enter_tempsession", "enter", {"SessionFrom": came})
        case {"do": "page", "title": str(title), "path": str(path)} if title and path:
            return _send_page(program, customer, title[:64], path[:256])
        case {"do": "allow"} if program.allowed[customer.openid] < MOST_ALLOWED:
            program.allowed[customer.openid] += 1
            return _allowed(customer)
        case {"do": "form", "to": str(form)} if form in FORMS:
            program.form = form
            customer.touch()
            return None
        case {"do": str(name)} if name in AS_IN_WEIXIN:
            return doing.do(program, customer, asked)
    raise web.HTTPBadRequest


def _send_page(program: Program, customer: WeixinCustomer, title: str, path: str) -> Fields | None:
    """The page that the customer was on, sent along as a card."""
    media_id = program.keep(b"", "image/png")
    page = {"AppId": program.app_id, "PagePath": path, "Title": title}
    thumb = {"ThumbUrl": THUMB, "ThumbMediaId": media_id}
    entry = {"type": "page", "title": title, "path": path}
    return doing.sent(program, customer, entry, {"MsgType": "miniprogrampage", **page, **thumb})


def _allowed(customer: WeixinCustomer) -> Fields | None:
    """The customer has allowed one subscription message; gives no right to send anything else."""
    customer.touch()
    if customer.network == "off":
        return None
    answer = {"TemplateId": "reply", "SubscribeStatusString": "accept", "PopupScene": "0"}
    return {"MsgType": "event", "Event": "subscribe_msg_popup_event", "List": answer}


def round_it(program: Program, customer: WeixinCustomer) -> Fields:
    """What the page shows beside the chat."""
    return {"form": program.form, "allowed": program.allowed[customer.openid]}
