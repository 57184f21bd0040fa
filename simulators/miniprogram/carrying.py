"""Carries out what was asked of the API, by the provider's own rules."""

from typing import Any

from pydantic import BaseModel

from simulators.miniprogram.program import Program
from simulators.miniprogram.schemas import MiniProgramCustomMessage, MiniProgramSubscriptionMessage
from simulators.phones.screen import Entry
from simulators.weixin import carrying

TEXT_BYTES = 2048

Said = dict[str, Any] | int


def carry_out(program: Program, asked: BaseModel) -> Said:
    """Does what was asked; the answer's fields, or an errcode."""
    match asked:
        case MiniProgramCustomMessage():
            return _send(program, asked)
        case MiniProgramSubscriptionMessage():
            return _notify(program, asked)
    return carrying.carry_out(program, asked)


def _send(program: Program, asked: MiniProgramCustomMessage) -> Said:
    customer = program.customers.known.get(asked.touser)
    if customer is None:
        return 40003
    refused = _check(program, asked) or customer.rights.take(program.now())
    if refused:
        return refused
    customer.show(_entry(asked))
    return 0


def _check(program: Program, asked: MiniProgramCustomMessage) -> int:
    """The refusal of what is too long, or names a file that is not there; 0 where there is none."""
    if asked.text is not None and len(asked.text.content.encode()) > TEXT_BYTES:
        return 45002
    wanted = [asked.image.media_id] if asked.image is not None else []
    if asked.miniprogrampage is not None:
        wanted.append(asked.miniprogrampage.thumb_media_id)
    known = (program.media.get(each) for each in wanted)
    return 0 if all(file is not None and file.until > program.now() for file in known) else 40007


def _entry(asked: MiniProgramCustomMessage) -> Entry:
    part = getattr(asked, asked.msgtype).model_dump()
    ai = asked.aimsgcontext is not None and asked.aimsgcontext.is_ai_msg == 1
    entry: Entry = {"from": "account", "type": asked.msgtype, "by": "custom", "ai": ai, "part": part}
    match asked.msgtype:
        case "text":
            return entry | {"text": part["content"]}
        case "image":
            return entry | {"media": part["media_id"]}
        case "link":
            return entry | {"title": part["title"], "text": part["description"], "url": part["url"]}
    return entry


def _notify(program: Program, asked: MiniProgramSubscriptionMessage) -> Said:
    """A subscription message needs that the customer has allowed one; each is used up by it."""
    customer = program.customers.known.get(asked.touser)
    if customer is None:
        return 40003
    if program.allowed[asked.touser] < 1:
        return 43101
    program.allowed[asked.touser] -= 1
    lines = [each.value for each in asked.data.values()]
    customer.show({"from": "account", "type": "notice", "by": "subscription", "lines": lines})
    return {"msgid": program.new_id()}
