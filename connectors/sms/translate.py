"""What customers and providers say, in the house's words; pure functions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from connectors.kit.ignored import Ignored
from hub.messages import Arrival, File, Image, Media, Segment, Status, Text, Video, Voice
from hub.messages.limits import TEXT_LIMIT
from hub.ports import Receipt

CHANNEL = "sms"
MOST_MEDIA = 10
MOST_TEXTS = 9

OPTED_OUT = "opted_out"
"""Why a customer who wants nothing more takes nothing."""

PICTURE, SOUND, FILM = "图片", "语音", "视频"
FILE = "文件"


@dataclass(frozen=True, slots=True)
class WantedFile:
    """A file that a message names: it is fetched before the message is stored."""

    url: str
    mime: str


@dataclass(frozen=True, slots=True)
class SmsMessage:
    """What a customer wrote; `provider_id`: known again when it is delivered again.

    `returns`: the provider keeps no list of who opted out, so who writes again wants to be answered.
    """

    customer: str
    provider_id: str
    text: str
    wanted: tuple[WantedFile, ...] = ()
    returns: bool = False


@dataclass(frozen=True, slots=True)
class OptedOut:
    """A customer wants nothing more, or (`back`) wants it again; the provider has told them so itself.

    `provider_id`: of the message that said so, which counts once, however often it is delivered.
    """

    customer: str
    provider_id: str
    back: bool = False


@dataclass(frozen=True, slots=True)
class SmsReceipt:
    """What became of a send, by the provider's id; `gone`: the customer takes nothing more, and why."""

    provider_id: str
    status: Status
    code: str = ""
    customer: str = ""
    gone: str = ""

    def to_receipt(self, account: str) -> Receipt:
        """The same for the house."""
        return Receipt(CHANNEL, account, self.provider_id, self.status, self.code)


Incoming = SmsMessage | OptedOut | SmsReceipt | Ignored

Direction = Literal["stop", "start", "help", ""]


def to_arrival(
    said: SmsMessage, account: str, now: datetime, correlation_id: str, media: tuple[Media | None, ...] = ()
) -> Arrival:
    """A customer's message, for the inbox; secrets in it are replaced as it is made.

    `media`: what the files became that it names; None where one could not be had, which is said in words.
    """
    files = [_of_media(wanted, kept) for wanted, kept in zip(said.wanted, media, strict=True)]
    return Arrival(
        channel=CHANNEL,
        account=account,
        external_id=said.customer,
        provider_id=said.provider_id,
        segments=(*_texts(said.text), *files) or (Text(text="（空白短信）"),),
        received_at=now,
        correlation_id=correlation_id,
    )


def _texts(text: str) -> tuple[Text, ...]:
    if not text.strip():
        return ()
    pieces = [text[place : place + TEXT_LIMIT] for place in range(0, len(text), TEXT_LIMIT)]
    return tuple(Text(text=piece) for piece in pieces[:MOST_TEXTS])


def _of_media(wanted: WantedFile, media: Media | None) -> Segment:
    kind = (media.mime if media is not None else wanted.mime).partition("/")[0]
    if media is None:
        name = {"image": PICTURE, "audio": SOUND, "video": FILM}.get(kind, FILE)
        return Text(text=f"[{name}]（未能接收）")
    match kind:
        case "image":
            return Image(media=media)
        case "audio":
            return Voice(media=media, seconds=0, text="")
        case "video":
            return Video(media=media, seconds=0)
    return File(media=media)
