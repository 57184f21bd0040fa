"""What WeChat says, in the house's words; pure functions."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from connectors.kit.weixin.xml import Fields
from connectors.wechat.account import WechatAccount
from connectors.wechat.fields import (
    customer_of,
    degrees,
    event_key,
    inner,
    message_id,
    number,
    optional,
    word,
)
from connectors.wechat.known import NOTHING_HERE, TAPS, UNUSED_KINDS
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

CHANNEL = "wechat"
PERSON = Choice(id="person", label="转人工")
"""The one option that every client may choose unasked."""

GREET = Trigger(name="greet")
SAY = "say:"

MENU_ID = re.compile(r"[0-9A-Za-z_.-]{1,64}")
NUMBERED = re.compile(r"^\d{1,2}\. ")
"""What stands before an option in a menu of ours, so that its number may be written, too."""

EVENT_NAME = re.compile(r"[A-Za-z0-9_]{1,64}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Bytes that a message names: they are fetched before it is stored. `words`: what was said in them."""

    kind: Literal["image", "voice", "video"]
    media_id: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a customer wrote or chose: the provider's id of it, and what right to answer it gives.

    `at`: when, by the provider's clock, in seconds since 1970.
    """

    customer: str
    provider_id: str
    segments: tuple[Segment, ...]
    wanted: Wanted | None = None
    at: int = 0
    gives: str = "message"
    way: str = ""


@dataclass(frozen=True, slots=True)
class Greeted:
    """A customer followed the account, scanned its code, or tapped what says nothing: they are greeted."""

    customer: str
    key: str
    gives: str
    way: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """A customer follows the account no more."""

    customer: str


@dataclass(frozen=True, slots=True)
class Told:
    """What became of templates: by the provider's ids of them."""

    receipts: tuple[tuple[str, Status, str], ...]

    def to_receipts(self, account: str) -> list[Receipt]:
        """The same for the house."""
        return [Receipt(CHANNEL, account, *each) for each in self.receipts]


@dataclass(frozen=True, slots=True)
class Ignored:
    """Something known that means nothing here; `kind` is its name, for the count."""

    kind: str


Incoming = Said | Greeted | Left | Told | Ignored


def read_incoming(fields: Fields, account: WechatAccount) -> Incoming:
    """What a callback says; raises `BadInput` where it is none that this official account gets."""
    if account.origin_id and word(fields, "ToUserName") != account.origin_id:
        raise BadInput("this is addressed to another account")
    kind = word(fields, "MsgType")
    at = int(number(fields, "CreateTime"))
    if kind == "event":
        return _event(fields, account)
    if kind in UNUSED_KINDS:
        return Ignored(f"message.{kind}")
    customer, provider_id = customer_of(fields), message_id(fields)
    match kind:
        case "text":
            segments = _text(fields)
            return Said(customer, provider_id, segments) if segments else Ignored("message.empty")
        case "image" | "voice" | "video" | "shortvideo":
            return Said(customer, provider_id, (), _wanted(kind, fields), at)
        case "location":
            return Said(customer, provider_id, (_location(fields),))
        case "link":
            return Said(customer, provider_id, (_link(fields),))
    raise BadInput("no kind of message that an official account gets")


def to_arrival(
    said: Said, account: str, now: datetime, correlation_id: str, media: Media | None = None
) -> Arrival:
    """A customer's message, for the inbox; secrets in it are replaced as it is made.

    `media`: what the bytes became that it names; None where they could not be had, which it says in words.
    """
    return Arrival(
        channel=CHANNEL,
        account=account,
        external_id=said.customer,
        provider_id=said.provider_id,
        segments=said.segments if said.wanted is None else (_of_media(said.wanted, media),),
        received_at=now,
        correlation_id=correlation_id,
        gives=said.gives,
    )


def _of_media(wanted: Wanted, media: Media | None) -> Segment:
    if media is None:
        names = {"image": "图片", "voice": "语音", "video": "视频"}
        return Text(text=wanted.words or f"[{names[wanted.kind]}]（未能接收）")
    match wanted.kind:
        case "image":
            return Image(media=media) if media.mime.startswith("image/") else File(media=media)
        case "voice":
            return Voice(media=media, seconds=0, text=wanted.words)
        case "video":
            return Video(media=media, seconds=0)


def _text(fields: Fields) -> tuple[Segment, ...]:
    text, menu_id = optional(fields, "Content"), optional(fields, "bizmsgmenuid")
    if not text.strip():
        return ()
    if MENU_ID.fullmatch(menu_id) and not menu_id.startswith("say."):
        return (Choice(id=menu_id, label=NUMBERED.sub("", text)[:LABEL_LIMIT]),)
    pieces = [text[place : place + TEXT_LIMIT] for place in range(0, len(text), TEXT_LIMIT)]
    return tuple(Text(text=piece) for piece in pieces[:20])


def _wanted(kind: str, fields: Fields) -> Wanted:
    media_id = word(fields, "MediaId")
    if kind == "voice":
        return Wanted("voice", media_id, optional(fields, "Recognition").strip()[:TEXT_LIMIT])
    return Wanted("image" if kind == "image" else "video", media_id)


def _location(fields: Fields) -> Segment:
    return Location(
        latitude=degrees(fields, "Location_X", 90),
        longitude=degrees(fields, "Location_Y", 180),
        address=optional(fields, "Label")[:CAPTION_LIMIT],
    )


def _link(fields: Fields) -> Segment:
    title, url = word(fields, "Title"), optional(fields, "Url")
    description = optional(fields, "Description")
    if re.fullmatch(WEB_ADDRESS, url):
        return Link(title=title[:LABEL_LIMIT], url=url, description=description[:CAPTION_LIMIT])
    # An address that browsers would not open is words, and no link.
    return Text(text="\n".join(filter(None, (title, description, url)))[:TEXT_LIMIT])


def _event(fields: Fields, account: WechatAccount) -> Incoming:
    event = word(fields, "Event")
    incoming: Incoming | None = None
    match event:
        case "subscribe" | "SCAN":
            incoming = _scanned(fields, event, account)
        case "unsubscribe":
            incoming = Left(customer_of(fields))
        case "TEMPLATESENDJOBFINISH":
            status = word(fields, "Status")
            incoming = Told((_receipt(number(fields, "MsgID"), status == "success", status),))
        case "subscribe_msg_sent_event":
            incoming = _notified(fields)
        case _ if event in TAPS:
            key = optional(fields, "EventKey")
            incoming = _begun(fields, account.keys.get(key, key), gives="click")
    return incoming or _ignored(event)


def _ignored(event: str) -> Incoming:
    if not EVENT_NAME.fullmatch(event):
        raise BadInput("no event of an official account")
    # The provider adds events without asking: one that nobody knows here is no reason to fail.
    return Ignored(f"event.{event}" if event in NOTHING_HERE else "event.other")


def _scanned(fields: Fields, event: str, account: WechatAccount) -> Incoming:
    """A follower, or a scan: of a code with a scene, which is kept as the customer's way in."""
    key = optional(fields, "EventKey")
    scene = key.removeprefix("qrscene_")
    gives = "scan" if event == "SCAN" or scene != key else "subscribe"
    return _begun(fields, account.scenes.get(scene, "greet"), gives=gives, way=scene)


def _begun(fields: Fields, begins: str, *, gives: str, way: str = "") -> Incoming:
    """What a tap or a scan begins; what nobody has named greets."""
    customer, key = customer_of(fields), event_key(fields)
    if begins == "person":
        return Said(customer, key, (PERSON,), gives=gives, way=way)
    words = begins.removeprefix(SAY).strip()[:LABEL_LIMIT]
    if begins.startswith(SAY) and words:
        return Said(customer, key, (Text(text=words),), gives=gives, way=way)
    return Greeted(customer, key, gives, way)


def _notified(fields: Fields) -> Incoming:
    listed = inner(fields, "SubscribeMsgSentEvent", "List")
    receipts = [
        _receipt(number(each, "MsgID"), optional(each, "ErrorCode") == "0", optional(each, "ErrorStatus"))
        for each in listed
    ]
    return Told(tuple(receipts))


def _receipt(provider_id: str, delivered: bool, said: str) -> tuple[str, Status, str]:
    return (provider_id, Status.DELIVERED, "") if delivered else (provider_id, Status.FAILED, said[:64])
