"""Carries out what was asked of the API, by the provider's own rules."""

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel

from simulators.phones.screen import Entry
from simulators.weixin.provider import SimulatedWeixin
from simulators.weixin.schemas import (
    StableToken,
    TemplateMessage,
    WeixinCustomMessage,
    WeixinMenu,
    WeixinSubscriptionMessage,
    WeixinTyping,
)

AHEAD = frozenset(("/cgi-bin/stable_token",))
"""What is asked before there is a token."""

TEXT_BYTES = 2048
TYPING_S = 15.0

Said = dict[str, Any] | int


def carry_out(provider: SimulatedWeixin, asked: BaseModel) -> Said:
    """Does what was asked; the answer's fields, or an errcode."""
    work: dict[type[BaseModel], Callable[[SimulatedWeixin, Any], Said]] = {
        StableToken: _stable_token,
        WeixinCustomMessage: _send,
        WeixinTyping: _typing,
        TemplateMessage: _notify,
        WeixinSubscriptionMessage: _notify,
        WeixinMenu: _set_menu,
    }
    return work[type(asked)](provider, asked)


def _stable_token(provider: SimulatedWeixin, asked: StableToken) -> Said:
    if asked.appid != provider.app_id:
        return 40013
    if asked.secret != provider.secret:
        return 40125
    token, seconds = provider.tokens.issue(provider.now(), forced=asked.force_refresh)
    return {"access_token": token, "expires_in": seconds}


def _send(provider: SimulatedWeixin, asked: WeixinCustomMessage) -> Said:
    customer = provider.customers.known.get(asked.touser)
    if customer is None:
        return 40003
    if not customer.followed:
        return 43004
    refused = _check(provider, asked) or customer.rights.take(provider.now())
    if refused:
        return refused
    customer.show(_entry(asked))
    return 0


def _check(provider: SimulatedWeixin, asked: WeixinCustomMessage) -> int:
    """The refusal of what is too long, or names a file that is not there; 0 where there is none."""
    if asked.text is not None and len(asked.text.content.encode()) > TEXT_BYTES:
        return 45002
    parts = (asked.image, asked.voice, asked.video)
    wanted = [each.media_id for each in parts if each is not None]
    if asked.miniprogrampage is not None:
        wanted.append(asked.miniprogrampage.thumb_media_id)
    known = (provider.media.get(each) for each in wanted)
    return 0 if all(file is not None and file.until > provider.now() for file in known) else 40007


def _entry(asked: WeixinCustomMessage) -> Entry:
    ai = asked.aimsgcontext is not None and asked.aimsgcontext.is_ai_msg == 1
    part = getattr(asked, asked.msgtype).model_dump()
    entry: Entry = {"from": "account", "type": asked.msgtype, "by": "custom", "ai": ai, "part": part}
    match asked.msgtype:
        case "text":
            return entry | {"text": part["content"]}
        case "image":
            return entry | {"media": part["media_id"]}
        case "news":
            (article,) = part["articles"]
            return entry | {"type": "link", **article, "text": article["description"]}
    return entry


def _typing(provider: SimulatedWeixin, asked: WeixinTyping) -> Said:
    customer = provider.customers.known.get(asked.touser)
    if customer is None:
        return 40003
    now = provider.now()
    if not customer.rights.told(now):
        return 45080
    if asked.command == "CancelTyping":
        customer.typing_until = 0.0
    elif customer.typing_until > now:
        return 45081
    else:
        customer.typing_until = now + TYPING_S
    customer.touch()
    return 0


def _notify(provider: SimulatedWeixin, asked: TemplateMessage | WeixinSubscriptionMessage) -> Said:
    """A message by template needs no right of the customer's; to whom left it does not go."""
    customer = provider.customers.known.get(asked.touser)
    if customer is None:
        return 40003
    if not customer.followed:
        return 43004
    lines = [each.value for each in asked.data.values()]
    customer.show({"from": "account", "type": "notice", "by": "template", "lines": lines})
    return {"msgid": provider.new_id()}


def _set_menu(provider: SimulatedWeixin, asked: WeixinMenu) -> Said:
    provider.menu = [each.model_dump(exclude_none=True) for each in asked.button]
    for customer in provider.customers.known.values():
        customer.touch()
    return 0
