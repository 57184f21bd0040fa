"""What a callback of Weixin's may say, in the house's words; pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from connectors.kit.accounts import AccountKey
from connectors.kit.ignored import Ignored
from hub.messages import Arrival, Choice, File, Image, Media, Segment, Status, Text, Trigger, Video, Voice
from hub.messages.limits import LABEL_LIMIT
from hub.ports import Receipt

PERSON = Choice(id="person", label="转人工")
"""The one option that every client may choose unasked."""

GREET = Trigger(name="greet")
SAY = "say:"

Begins = Annotated[str, Field(pattern=r"^(greet|person|say:.{1,200})$")]
"""What a key or a scene begins: the greeting, the wish for a person, or words in the customer's name."""


@dataclass(frozen=True, slots=True)
class WantedMedia:
    """Bytes that a message names: they are fetched before it is stored.

    `words`: what was said in them; `name`: what a file is called.
    """

    kind: Literal["image", "voice", "video", "file"]
    media_id: str
    words: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class WeixinMessage:
    """What a customer wrote or chose: the provider's id of it, and what right to answer it gives.

    `at`: when, by the provider's clock, in seconds since 1970.
    """

    customer: str
    provider_id: str
    segments: tuple[Segment, ...]
    wanted: WantedMedia | None = None
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
class Unfollowed:
    """A customer follows the account no more."""

    customer: str


@dataclass(frozen=True, slots=True)
class TemplateReceipts:
    """What became of messages by template: by the provider's ids of them."""

    receipts: tuple[tuple[str, Status, str], ...]

    def to_receipts(self, key: AccountKey) -> list[Receipt]:
        """The same for the house."""
        return [Receipt(key.channel, key.account, *each) for each in self.receipts]


Incoming = WeixinMessage | Greeted | Unfollowed | TemplateReceipts | Ignored


def begun(begins: str, customer: str, key: str, *, gives: str, way: str = "") -> WeixinMessage | Greeted:
    """What a tap or a scan begins: `person`, `say:` and words; anything else greets."""
    if begins == "person":
        return WeixinMessage(customer, key, (PERSON,), gives=gives, way=way)
    words = begins.removeprefix(SAY).strip()[:LABEL_LIMIT]
    if begins.startswith(SAY) and words:
        return WeixinMessage(customer, key, (Text(text=words),), gives=gives, way=way)
    return Greeted(customer, key, gives, way)


def to_arrival(
    said: WeixinMessage, key: AccountKey, now: datetime, correlation_id: str, media: Media | None = None
) -> Arrival:
    """A customer's message, for the inbox; secrets in it are replaced as it is made.

    `media`: what the bytes became that it names; None where they could not be had, which it says in words.
    """
    return Arrival(
        channel=key.channel,
        account=key.account,
        external_id=said.customer,
        provider_id=said.provider_id,
        segments=said.segments if said.wanted is None else (_of_media(said.wanted, media),),
        received_at=now,
        correlation_id=correlation_id,
        gives=said.gives,
    )


def _of_media(wanted: WantedMedia, media: Media | None) -> Segment:
    if media is None:
        names = {"image": "图片", "voice": "语音", "video": "视频", "file": "文件"}
        return Text(text=wanted.words or f"[{names[wanted.kind]}]（未能接收）")
    match wanted.kind:
        case "image":
            return Image(media=media) if media.mime.startswith("image/") else File(media=media)
        case "voice":
            return Voice(media=media, seconds=0, text=wanted.words)
        case "video":
            return Video(media=media, seconds=0)
        case "file":
            return File(media=media)
