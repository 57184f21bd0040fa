"""What 微信客服 hands out, in the house's words; pure functions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from connectors.wecom_kf.account import WecomKfAccount
from connectors.wecom_kf.described import describe
from connectors.wecom_kf.entries import SAID
from connectors.wecom_kf.fields import Item, degrees, identifier, number, optional, part, word
from connectors.wecom_kf.known import CUSTOMER, NOTHING_HERE, SERVICER, SYSTEM
from hub.errors import BadInput
from hub.messages import (
    Arrival,
    Choice,
    File,
    Image,
    Link,
    Location,
    Media,
    Segment,
    Status,
    Text,
    Trigger,
    Video,
    Voice,
)
from hub.messages.blocks import WEB_ADDRESS
from hub.messages.limits import CAPTION_LIMIT, LABEL_LIMIT, TEXT_LIMIT
from hub.ports import Receipt

CHANNEL = "wecom_kf"
PERSON = Choice(id="person", label="转人工")
"""The one option that every client may choose unasked."""

GREET = Trigger(name="greet")
SAY = "say:"

NUMBERED = re.compile(r"^\d{1,2}\. ")
"""What stands before an option in a menu of ours, so that its number may be written, too."""

MENU_ID = re.compile(r"[0-9A-Za-z_.-]{1,64}")
NAME = re.compile(r"[a-z_0-9]{1,64}")
MOST_PIECES = 20

WINDOW_S = 2 * 86_400.0
"""After so long a customer's message gives no right to an answer any more."""

BLOCKED = 10
"""The kind of failure (`fail_type`) by which customers refuse the account."""

Change = Literal["served", "ended"]
CHANGES: dict[int, Change] = {1: "served", 2: "served", 3: "ended", 4: "served"}
"""What became of a session (`change_type`): taken from the pool, handed on, ended, opened again."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Bytes that a message names: they are fetched before it is stored."""

    kind: Literal["image", "voice", "video", "file"]
    media_id: str


@dataclass(frozen=True, slots=True)
class Said:
    """What a customer wrote, chose, or began by the way they came; `at`: when, in seconds since 1970."""

    customer: str
    provider_id: str
    segments: tuple[Segment, ...]
    at: int
    wanted: Wanted | None = None


@dataclass(frozen=True, slots=True)
class Entered:
    """A customer opened the chat; `code` lets one message be sent before they write, empty for none.

    `begins`: words or a wish that their way in stands for; empty greets, where there is a code.
    """

    customer: str
    provider_id: str
    at: int
    code: str
    way: str
    begins: tuple[Segment, ...] = ()


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

    `code` lets one message be sent on this occasion, empty for none.
    """

    customer: str
    change: Change
    code: str
    at: int


@dataclass(frozen=True, slots=True)
class Ignored:
    """Something known that means nothing here; `kind` is its name, for the count."""

    kind: str


Incoming = Said | Entered | Failed | Moved | Ignored


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


def to_arrival(
    said: Said, account: str, now: datetime, correlation_id: str, media: Media | None = None
) -> Arrival:
    """A customer's message, for the inbox; secrets in it are replaced as it is made.

    `media`: what the bytes became that it names; None where they could not be had, which it says in words. A
    message that was read too late to be answered gives no right to do so.
    """
    late = now.timestamp() - said.at > WINDOW_S
    return Arrival(
        channel=CHANNEL,
        account=account,
        external_id=said.customer,
        provider_id=said.provider_id,
        segments=said.segments if said.wanted is None else (_of_media(said.wanted, media),),
        received_at=now,
        correlation_id=correlation_id,
        gives="late" if late else "message",
    )


def _message(item: Item, kind: str) -> Incoming:
    customer, provider_id = identifier(item, "external_userid"), identifier(item, "msgid")
    at, body = number(item, "send_time"), part(item, kind)
    match kind:
        case "text":
            segments = _text(body)
            return Said(customer, provider_id, segments, at) if segments else Ignored("message.empty")
        case "image" | "voice" | "video" | "file":
            return Said(customer, provider_id, (), at, Wanted(kind, identifier(body, "media_id")))
        case "location":
            return Said(customer, provider_id, (_location(body),), at)
        case "link":
            return Said(customer, provider_id, (_link(body),), at)
    words = describe(kind, body)
    # The provider adds kinds without asking: whoever sends one is answered all the same.
    return Said(customer, provider_id, (Text(text=words or "[暂不支持的消息]"),), at)


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


def _of_media(wanted: Wanted, media: Media | None) -> Segment:
    if media is None:
        names = {"image": "图片", "voice": "语音", "video": "视频", "file": "文件"}
        return Text(text=f"[{names[wanted.kind]}]（未能接收）")
    match wanted.kind:
        case "image" if media.mime.startswith("image/"):
            return Image(media=media)
        case "voice":
            return Voice(media=media, seconds=0)
        case "video":
            return Video(media=media, seconds=0)
    return File(media=media)


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
    begins = account.scenes.get(scene, "greet")
    segments: tuple[Segment, ...] = ()
    if begins == "person":
        segments = (PERSON,)
    elif begins.startswith(SAY) and (words := begins.removeprefix(SAY).strip()):
        segments = (Text(text=words),)
    return Entered(
        customer=identifier(event, "external_userid"),
        provider_id=identifier(item, "msgid"),
        at=number(item, "send_time"),
        code=optional(event, "welcome_code"),
        way=way,
        begins=segments,
    )


def _moved(item: Item, event: Item) -> Incoming:
    kind = number(event, "change_type")
    if kind not in CHANGES:
        return Ignored("event.session_status_change.other")
    return Moved(
        customer=identifier(event, "external_userid"),
        change=CHANGES[kind],
        code=optional(event, "msg_code"),
        at=number(item, "send_time"),
    )
