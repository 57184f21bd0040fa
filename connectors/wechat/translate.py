"""Between WeChat's words and the house's own; pure functions."""

from dataclasses import dataclass
from datetime import datetime

from connectors.kit.weixin.xml import Fields
from hub.errors import BadInput
from hub.messages import Arrival, Choice, Segment, Text

CHANNEL = "wechat"


@dataclass(frozen=True, slots=True)
class Said:
    """What a customer wrote: their id at this account, and the provider's id of the message."""

    customer: str
    provider_id: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Ignored:
    """Something known that means nothing here; `kind` is its name."""

    kind: str


Incoming = Said | Ignored


def read_incoming(fields: Fields) -> Incoming:
    """What a callback says; raises `BadInput` where it is none of an official account."""
    kind = word(fields, "MsgType")
    match kind:
        case "text":
            return Said(word(fields, "FromUserName"), message_id(fields), (_said(fields),))
        case _:
            return Ignored(kind)


def _said(fields: Fields) -> Segment:
    text = word(fields, "Content")
    menu_id = fields.get("bizmsgmenuid")
    if isinstance(menu_id, str) and menu_id:
        return Choice(id=menu_id, label=text)
    return Text(text=text)


def word(fields: Fields, name: str) -> str:
    """A field that has to be there, as words; raises `BadInput`."""
    value = fields.get(name)
    if not isinstance(value, str) or not value:
        raise BadInput(f"a callback without {name}")
    return value


def message_id(fields: Fields) -> str:
    """The provider's id of a message, by which it is known when it comes again."""
    value = word(fields, "MsgId")
    if not value.isdecimal() or len(value) > 32:
        raise BadInput("the id of a message is a number")
    return value


def to_arrival(said: Said, account: str, now: datetime, correlation_id: str) -> Arrival:
    """A customer's message, for the inbox; secrets in it are replaced as it is made."""
    return Arrival(
        channel=CHANNEL,
        account=account,
        external_id=said.customer,
        provider_id=said.provider_id,
        segments=said.segments,
        received_at=now,
        correlation_id=correlation_id,
    )
