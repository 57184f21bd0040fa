"""What WeCom says, in the house's words; pure functions."""

import hashlib
import re

from connectors.kit.ignored import Ignored
from connectors.kit.weixin.content import link_of, location_of, words_of
from connectors.kit.weixin.fields import (
    customer_of,
    event_key,
    inner,
    message_id,
    number,
    optional,
    word,
)
from connectors.kit.weixin.incoming import Greeted, Incoming, Unfollowed, WantedMedia, WeixinMessage, begun
from connectors.kit.weixin.xml import Fields
from connectors.wecom.account import WecomAccount
from connectors.wecom.known import CARD, NOTHING_HERE, TAPS, UPPER
from hub.errors import BadInput
from hub.messages import Choice
from hub.messages.limits import LABEL_LIMIT, NAME_LIMIT, TEXT_LIMIT

CHANNEL = "wecom"
NOTHING = b""
"""WeCom sends nothing again after a 200, and an empty body shows the member nothing."""

PICK = re.compile(r"pick:([0-9A-Za-z_.-]{1,64}):(.{1,200})", re.DOTALL)
"""A button of ours under a question: the option's id and its label, which the event does not tell."""

MEMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.@-]{0,63}")
"""A member's user id. `|` and `@all`, which would send to others, have no place in one."""

EVENT_NAME = re.compile(r"[A-Za-z0-9_]{1,64}")
CHINA_S = 8 * 3600
DAY_S = 86_400


def read_incoming(fields: Fields, account: WecomAccount) -> Incoming:
    """What a callback says; raises `BadInput` where it is none that this application gets."""
    if optional(fields, "AgentID") not in ("", "0", str(account.agent_id)):
        raise BadInput("this is addressed to another application")
    kind = word(fields, "MsgType")
    at = int(number(fields, "CreateTime"))
    if kind == "event":
        return _event(fields, account, at)
    member, provider_id = member_of(fields), message_id(fields)
    match kind:
        case "text":
            segments = words_of(optional(fields, "Content"))
            return WeixinMessage(member, provider_id, segments) if segments else Ignored("message.empty")
        case "image" | "voice" | "video" | "file":
            return WeixinMessage(member, provider_id, (), _wanted(kind, fields), at)
        case "location":
            return WeixinMessage(member, provider_id, (location_of(fields),))
        case "link":
            return WeixinMessage(member, provider_id, (link_of(fields),))
    raise BadInput("no kind of message that an application gets")


def member_of(fields: Fields) -> str:
    """The user id of whom it is about; raises `BadInput` for what could name more than one."""
    member = customer_of(fields)
    if not MEMBER.fullmatch(member):
        raise BadInput("this is no member's id")
    return member


def to_pick(option_id: str, label: str) -> str:
    """The key of a button that stands for an option; the other half of `PICK`."""
    return f"pick:{option_id}:{label[:LABEL_LIMIT]}"


def _wanted(kind: str, fields: Fields) -> WantedMedia:
    media_id = word(fields, "MediaId")
    match kind:
        case "image":
            return WantedMedia("image", media_id)
        case "voice":
            return WantedMedia("voice", media_id, optional(fields, "Recognition").strip()[:TEXT_LIMIT])
        case "video":
            return WantedMedia("video", media_id)
    return WantedMedia("file", media_id, name=optional(fields, "Title")[:NAME_LIMIT])


def _event(fields: Fields, account: WecomAccount, at: int) -> Incoming:
    said = word(fields, "Event")
    event = UPPER.get(said, said)
    match event:
        case "subscribe":
            return Greeted(member_of(fields), event_key(fields), "subscribe")
        case "unsubscribe":
            return Unfollowed(member_of(fields))
        case "enter_agent":
            return _entered(fields, account, at)
        case _ if event == CARD:
            return _answered(fields, account)
        case _ if event in TAPS:
            return _tapped(fields, account)
    return _ignored(event)


def _ignored(event: str) -> Incoming:
    if not EVENT_NAME.fullmatch(event):
        raise BadInput("no event of an application")
    # The provider adds events without asking: one that nobody knows here is no reason to fail.
    return Ignored(f"event.{event}" if event in NOTHING_HERE else "event.other")


def _entered(fields: Fields, account: WecomAccount, at: int) -> Incoming:
    """Who opens the application is greeted once a day (of China's clock): the key is the day's."""
    if not account.greet_on_enter:
        return Ignored("event.enter_agent")
    member, day = member_of(fields), (at + CHINA_S) // DAY_S
    key = hashlib.sha256(f"{member}\nenter_agent\n{day}".encode()).hexdigest()
    return Greeted(member, key, "enter")


def _answered(fields: Fields, account: WecomAccount) -> Incoming:
    """A tap on a card's button: an option of ours, or what the account's `keys` say of it."""
    picked = PICK.fullmatch(optional(fields, "EventKey"))
    if picked is None:
        return _tapped(fields, account)
    choice = Choice(id=picked[1], label=picked[2])
    return WeixinMessage(member_of(fields), _key_of(fields), (choice,), gives="click")


def _tapped(fields: Fields, account: WecomAccount) -> Incoming:
    """A tap on the menu or a card, or a scanned code, whose text is kept as the member's way in."""
    key = optional(fields, "EventKey")
    scene = "".join(optional(each, "ScanResult") for each in inner(fields, "ScanCodeInfo"))
    begins = account.keys.get(key, key)
    if scene:
        begins = account.scenes.get(scene, begins)
    return begun(begins, member_of(fields), _key_of(fields), gives="scan" if scene else "click", way=scene)


def _key_of(fields: Fields) -> str:
    return event_key(fields, "TaskId", "ResponseCode")
