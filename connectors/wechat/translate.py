"""What WeChat says, in the house's words; pure functions."""

import re

from connectors.kit.ignored import Ignored
from connectors.kit.weixin.content import link_of, location_of, words_of
from connectors.kit.weixin.fields import (
    customer_of,
    event_key,
    message_id,
    number,
    optional,
    word,
)
from connectors.kit.weixin.incoming import (
    Incoming,
    TemplateReceipts,
    Unfollowed,
    WantedMedia,
    WeixinMessage,
    begun,
)
from connectors.kit.weixin.receipts import notified, receipt
from connectors.kit.weixin.xml import Fields
from connectors.wechat.account import WechatAccount
from connectors.wechat.known import NOTHING_HERE, TAPS, UNUSED_KINDS, UPPER
from hub.errors import BadInput
from hub.messages import Choice, Segment
from hub.messages.limits import LABEL_LIMIT, TEXT_LIMIT

CHANNEL = "wechat"
NOTHING = b"success"
"""WeChat sends nothing again after this word, and shows the customer nothing."""

MENU_ID = re.compile(r"[0-9A-Za-z_.-]{1,64}")
NUMBERED = re.compile(r"^\d{1,2}\. ")
"""What stands before an option in a menu of ours, so that its number may be written, too."""

EVENT_NAME = re.compile(r"[A-Za-z0-9_]{1,64}")


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
            return WeixinMessage(customer, provider_id, segments) if segments else Ignored("message.empty")
        case "image" | "voice" | "video" | "shortvideo":
            return WeixinMessage(customer, provider_id, (), _wanted(kind, fields), at)
        case "location":
            return WeixinMessage(customer, provider_id, (location_of(fields),))
        case "link":
            return WeixinMessage(customer, provider_id, (link_of(fields),))
    raise BadInput("no kind of message that an official account gets")


def _text(fields: Fields) -> tuple[Segment, ...]:
    text, menu_id = optional(fields, "Content"), optional(fields, "bizmsgmenuid")
    if not text.strip():
        return ()
    if MENU_ID.fullmatch(menu_id) and not menu_id.startswith("say."):
        return (Choice(id=menu_id, label=NUMBERED.sub("", text)[:LABEL_LIMIT]),)
    return words_of(text)


def _wanted(kind: str, fields: Fields) -> WantedMedia:
    media_id = word(fields, "MediaId")
    if kind == "voice":
        return WantedMedia("voice", media_id, optional(fields, "Recognition").strip()[:TEXT_LIMIT])
    return WantedMedia("image" if kind == "image" else "video", media_id)


def _event(fields: Fields, account: WechatAccount) -> Incoming:
    said = word(fields, "Event")
    event = UPPER.get(said, said)
    incoming: Incoming | None = None
    match event:
        case "subscribe" | "SCAN":
            incoming = _scanned(fields, event, account)
        case "unsubscribe":
            incoming = Unfollowed(customer_of(fields))
        case "TEMPLATESENDJOBFINISH":
            status = word(fields, "Status")
            incoming = TemplateReceipts((receipt(number(fields, "MsgID"), status == "success", status),))
        case "subscribe_msg_sent_event":
            incoming = notified(fields)
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
    return begun(begins, customer_of(fields), event_key(fields), gives=gives, way=way)
