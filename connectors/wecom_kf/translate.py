"""What 微信客服 hands out, in the house's words; pure functions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from connectors.kit.ignored import Ignored
from connectors.kit.weixin.incoming import Greeted, WantedMedia, WeixinMessage, begun
from connectors.wecom_kf.account import WecomKfAccount
from connectors.wecom_kf.described import describe
from connectors.wecom_kf.entries import SAID
from connectors.wecom_kf.fields import Item, degrees, identifier, number, optional, part, word
from connectors.wecom_kf.known import CUSTOMER, NOTHING_HERE, SERVICER, SYSTEM
from hub.errors import BadInput
from hub.messages import (
    Choice,
    Link,
    Location,
    Segment,
    Status,
    Text,
)
from hub.messages.blocks import WEB_ADDRESS
from hub.messages.limits import CAPTION_LIMIT, LABEL_LIMIT, TEXT_LIMIT
from hub.ports import Receipt

CHANNEL = "wecom_kf"
NUMBERED = re.compile(r"^\d{1,2}\. ")
"""What stands before an option in a menu of ours, so that its number may be written, too."""

MENU_ID = re.compile(r"[0-9A-Za-z_.-]{1,64}")
NAME = re.compile(r"[a-z_0-9]{1,64}")
MOST_PIECES = 20

WINDOW_S = 2 * 86_400.0
"""After so long a customer's message gives no right to an answer any more."""

LATE = "late"
"""What a message gives that was read too late: no right to answer it."""

ENTERED = "enter"
"""The right to send that a customer's coming gives."""

BLOCKED = 10
"""The kind of failure (`fail_type`) by which customers refuse the account."""

Change = Literal["served", "ended"]
CHANGES: dict[int, Change] = {1: "served", 2: "served", 3: "ended", 4: "served"}
"""What became of a session (`change_type`): taken from the pool, handed on, ended, opened again."""


@dataclass(frozen=True, slots=True)
class Entered:
    """A customer opened the chat; `code` lets one message be sent before they write, empty for none.

    `begins`: what their way in stands for; `at`: when, by the provider's clock, in seconds since 1970.
    """

    begins: WeixinMessage | Greeted
    code: str
    at: int


@dataclass(frozen=True, slots=True)
class Failed:
    """A message of ours that the provider took did not reach its customer."""

    customer: str
    provider_id: str
    why: int

    def to_receipt(self, account: str) -> Receipt:
        """The same for the house."""
        return Receipt(CHANNEL, account, self.provider_id, Status.FAILED, f"kf_fail_{self.why}")


@dataclass(frozen=True, slots=True)
class Moved:
    """A session was taken over, handed on, or ended by the bank's people in WeCom's own client.

    `code` lets one message be sent on this occasion, empty for none; `key`: unique for the occasion.
    """

    customer: str
    change: Change
    key: str
    code: str
    at: int


Incoming = WeixinMessage | Entered | Failed | Moved | Ignored


def read_item(item: Any, account: WecomKfAccount) -> Incoming:
    """What one entry of the feed says; raises `BadInput` for what 微信客服 does not send."""
    if not isinstance(item, Mapping):
        raise BadInput("an item is an object")
    origin, kind = number(item, "origin"), word(item, "msgtype")
    if not NAME.fullmatch(kind):
        raise BadInput("no kind of message has such a name")
    if kind == "event" and origin in (CUSTOMER, SYSTEM):
        return _event(item, account)
    if optional(item, "open_kfid") not in ("", account.open_kfid):
        return Ignored("other_account")
    if origin == SERVICER:
        return Ignored("servicer.message")
    if origin != CUSTOMER:
        return Ignored("origin.other")
    return _message(item, kind)


def in_time(said: WeixinMessage, now: datetime) -> WeixinMessage:
    """The message; one that was read too late to be answered gives no right to do so."""
    return replace(said, gives=LATE) if now.timestamp() - said.at > WINDOW_S else said


def _message(item: Item, kind: str) -> Incoming:
    customer, provider_id = identifier(item, "external_userid"), identifier(item, "msgid")
    at, body = number(item, "send_time"), part(item, kind)
    match kind:
        case "text":
            segments = _text(body)
            return (
                WeixinMessage(customer, provider_id, segments, at=at)
                if segments
                else Ignored("message.empty")
            )
        case "image" | "voice" | "video" | "file":
            wanted = WantedMedia(kind, identifier(body, "media_id"))
            return WeixinMessage(customer, provider_id, (), wanted, at)
        case "location":
            return WeixinMessage(customer, provider_id, (_location(body),), at=at)
        case "link":
            return WeixinMessage(customer, provider_id, (_link(body),), at=at)
    words = describe(kind, body)
    # The provider adds kinds without asking: whoever sends one is answered all the same.
    return WeixinMessage(customer, provider_id, (Text(text=words or "[暂不支持的消息]"),), at=at)


def _text(body: Item) -> tuple[Segment, ...]:
    text, menu_id = optional(body, "content"), optional(body, "menu_id")
    if not text.strip():
        return ()
    if MENU_ID.fullmatch(menu_id) and not menu_id.startswith(SAID):
        return (Choice(id=menu_id, label=(NUMBERED.sub("", text) or text)[:LABEL_LIMIT]),)
    pieces = [text[place : place + TEXT_LIMIT] for place in range(0, len(text), TEXT_LIMIT)]
    return tuple(Text(text=piece) for piece in pieces[:MOST_PIECES])


def _location(body: Item) -> Segment:
    return Location(
        latitude=degrees(body, "latitude", 90),
        longitude=degrees(body, "longitude", 180),
        title=optional(body, "name")[:LABEL_LIMIT],
        address=optional(body, "address")[:CAPTION_LIMIT],
    )


def _link(body: Item) -> Segment:
    title, url, description = word(body, "title"), optional(body, "url"), optional(body, "desc")
    if re.fullmatch(WEB_ADDRESS, url):
        return Link(title=title[:LABEL_LIMIT], url=url, description=description[:CAPTION_LIMIT])
    # An address that browsers would not open is words, and no link.
    return Text(text="\n".join(filter(None, (title, description, url)))[:TEXT_LIMIT])


def _event(item: Item, account: WecomKfAccount) -> Incoming:
    event = part(item, "event")
    name = word(event, "event_type")
    if not NAME.fullmatch(name):
        raise BadInput("no event has such a name")
    # By the vendor's page these stand inside the event, and not beside it.
    if optional(event, "open_kfid") not in ("", account.open_kfid) and name != "servicer_status_change":
        return Ignored("other_account")
    match name:
        case "enter_session":
            return _entered(item, event, account)
        case "msg_send_fail":
            customer, failed = identifier(event, "external_userid"), identifier(event, "fail_msgid")
            return Failed(customer, failed, number(event, "fail_type"))
        case "session_status_change":
            return _moved(item, event)
    # The provider adds events without asking: one that nobody knows here is no reason to fail.
    return Ignored(f"event.{name}" if name in NOTHING_HERE else "event.other")


def _entered(item: Item, event: Item, account: WecomKfAccount) -> Incoming:
    scene = optional(event, "scene")
    way = "/".join(filter(None, (scene, optional(event, "scene_param"))))
    customer, key = identifier(event, "external_userid"), identifier(item, "msgid")
    begins = begun(account.scenes.get(scene, "greet"), customer, key, gives=ENTERED, way=way)
    return Entered(begins=begins, code=optional(event, "welcome_code"), at=number(item, "send_time"))


def _moved(item: Item, event: Item) -> Incoming:
    kind = number(event, "change_type")
    if kind not in CHANGES:
        return Ignored("event.session_status_change.other")
    return Moved(
        customer=identifier(event, "external_userid"),
        change=CHANGES[kind],
        # Examples of third hand have no id; a customer has one session at a time.
        key=identifier(item, "msgid") if "msgid" in item else f"{kind}.{number(item, 'send_time')}",
        code=optional(event, "msg_code"),
        at=number(item, "send_time"),
    )
