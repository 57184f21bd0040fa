"""What a mini-program's customers say, in the house's words; pure functions."""

import re

from connectors.kit.ignored import Ignored
from connectors.kit.weixin.content import words_of
from connectors.kit.weixin.fields import customer_of, event_key, message_id, number, optional, word
from connectors.kit.weixin.incoming import Incoming, WantedMedia, WeixinMessage, begun
from connectors.kit.weixin.receipts import notified
from connectors.kit.weixin.xml import Fields
from connectors.miniprogram.account import MiniProgramAccount
from connectors.miniprogram.known import NOTHING_HERE, UNUSED_KINDS
from hub.errors import BadInput
from hub.messages import Segment, Text
from hub.messages.limits import LABEL_LIMIT

CHANNEL = "miniprogram"
NOTHING = b"success"
"""Nothing is sent again after this word, and the customer is shown nothing."""

ENTERED = "user_enter_tempsession"

WAY = re.compile(r"[0-9A-Za-z_.:/-]{1,64}")
"""What is kept of a `session-from`: a name that the bank gave, never one that holds a person's words."""

EVENT_NAME = re.compile(r"[A-Za-z0-9_]{1,64}")


def read_incoming(fields: Fields, account: MiniProgramAccount) -> Incoming:
    """What a callback says; raises `BadInput` where it is none that this mini-program gets."""
    if account.origin_id and word(fields, "ToUserName") != account.origin_id:
        raise BadInput("this is addressed to another account")
    kind, at = word(fields, "MsgType"), int(number(fields, "CreateTime"))
    if kind == "event":
        return _event(fields, account)
    if kind in UNUSED_KINDS:
        return Ignored(f"message.{kind}")
    customer, provider_id = customer_of(fields), message_id(fields)
    match kind:
        case "text":
            segments = words_of(optional(fields, "Content"))
            return WeixinMessage(customer, provider_id, segments) if segments else Ignored("message.empty")
        case "image":
            return WeixinMessage(customer, provider_id, (), WantedMedia("image", word(fields, "MediaId")), at)
        case "miniprogrampage":
            return WeixinMessage(customer, provider_id, (_page(fields),))
    raise BadInput("no kind of message that a mini-program gets")


def _page(fields: Fields) -> Segment:
    """A page that the customer was on when they opened the chat, and sent along: its title."""
    word(fields, "AppId")
    return Text(text=f"[小程序页面] {optional(fields, 'Title')[:LABEL_LIMIT]}".strip())


def _event(fields: Fields, account: MiniProgramAccount) -> Incoming:
    event = word(fields, "Event")
    if event == ENTERED:
        return _entered(fields, account)
    if event == "subscribe_msg_sent_event":
        return notified(fields)
    if not EVENT_NAME.fullmatch(event):
        raise BadInput("no event of a mini-program")
    # The provider adds events without asking: one that nobody knows here is no reason to fail.
    return Ignored(f"event.{event}" if event in NOTHING_HERE else "event.other")


def _entered(fields: Fields, account: MiniProgramAccount) -> Incoming:
    """The customer opened the chat: from where is what `session-from` of the button says."""
    came = optional(fields, "SessionFrom")
    key = event_key(fields, "SessionFrom")
    way = came if WAY.fullmatch(came) else ""
    return begun(account.sessions.get(came, "greet"), customer_of(fields), key, gives="enter", way=way)
