"""The house's messages in WeCom's words: what is sent, in as few sends as they take; pure functions."""

import re
from typing import Any, assert_never

from connectors.kit.cutting import cut, utf8_bytes
from connectors.kit.weixin.sends import TEXT_BYTES, Sends, WeixinSend, plain, sourced
from connectors.wecom.cards import SUBTITLE, buttons_of, notice_of, textcard_of
from connectors.wecom.markdown import markdown_of
from hub.messages import (
    Call,
    Card,
    Choice,
    Choices,
    File,
    Image,
    Link,
    Location,
    Media,
    Message,
    Notice,
    OpenMiniProgram,
    OpenPage,
    Say,
    Segment,
    Text,
    Trigger,
    Video,
    Voice,
)
from hub.messages.numbered import numbered

MARKDOWN_BYTES = 2048
MEGABYTE = 1024 * 1024
FILE_BYTES = 20 * MEGABYTE

FITTING: dict[str, tuple[frozenset[str], int]] = {
    "image": (frozenset(("image/jpeg", "image/png")), 10 * MEGABYTE),
    "voice": (frozenset(("audio/amr",)), 2 * MEGABYTE),
    "video": (frozenset(("video/mp4",)), 10 * MEGABYTE),
}
"""What may go as which kind, and its most bytes (path/90253 上传临时素材); the rest goes as a file."""

AGAIN_WITHIN_S = 1800
"""So long WeCom tells repeats of a send that asks for it (`enable_duplicate_check`)."""


def to_sends(message: Message, *, cards: bool = True, markdown: bool = False) -> list[WeixinSend]:
    """What is sent for a message, in order; without `cards` all but files is words and articles."""
    sends, first = Sends(), 1
    for place, segment in enumerate(message.segments):
        if isinstance(segment, Choices):
            _offer(sends, segment, first, _task_id(message, place) if cards else "")
            first += len(segment.options)
        else:
            _add(sends, segment, cards=cards, markdown=markdown)
    sends.flush()
    return sends.done


def to_request(
    send: WeixinSend, member: str, agent_id: int, *, media_id: str = "", again: bool = False
) -> dict[str, Any]:
    """The send as `/cgi-bin/message/send` wants it.

    `again`: it may have arrived before, so WeCom is to drop it where it did.
    """
    content = send.content | ({send.media_field: media_id} if send.media is not None else {})
    request: dict[str, Any] = {
        "touser": member,
        "msgtype": send.kind,
        "agentid": agent_id,
        send.kind: content,
    }
    if again:
        request |= {"enable_duplicate_check": 1, "duplicate_check_interval": AGAIN_WITHIN_S}
    return request


def _add(sends: Sends, segment: Segment, *, cards: bool, markdown: bool) -> None:
    match segment:
        case Text():
            _say(sends, segment, markdown=markdown)
        case Image():
            _hand_over(sends, segment, segment.media, "image")
        case Voice():
            _hand_over(sends, segment, segment.media, "voice")
        case Video():
            _hand_over(sends, segment, segment.media, "video")
        case File():
            _hand_over(sends, segment, segment.media, "file")
        case Card():
            _show_card(sends, segment, cards=cards)
        case Link():
            sends.send(textcard_of(segment.title, segment.description, segment.url))
        case Notice() | Choice() | Location() | Trigger():
            sends.say(plain(segment.words()))
        case Choices():
            sends.say(plain(numbered(segment)))
        case _:
            assert_never(segment)


def _say(sends: Sends, segment: Text, *, markdown: bool) -> None:
    formed = markdown_of(segment) if markdown and segment.blocks else ""
    if formed and utf8_bytes(formed) <= MARKDOWN_BYTES:
        sends.send(WeixinSend("markdown", {"content": formed}))
    else:
        sends.say(sourced(segment))


def _hand_over(sends: Sends, segment: Segment, media: Media, kind: str) -> None:
    """The file as what it is, where WeCom takes that; else as any file; else what it is, in words."""
    kinds, most = FITTING.get(kind, (frozenset(), 0))
    if media.mime in kinds and media.bytes <= most:
        sends.send(WeixinSend(kind, {}, media))
    elif media.bytes <= FILE_BYTES:
        sends.send(WeixinSend("file", {}, media))
    else:
        sends.say(plain(segment.words()))


def _offer(sends: Sends, choices: Choices, first: int, task_id: str) -> None:
    """Options as buttons to tap, whose numbers may be written as well; else as a list."""
    card = buttons_of(choices, first, task_id) if task_id else None
    if card is None:
        sends.say(plain(numbered(choices, first=first)))
    else:
        sends.send(card)


def _show_card(sends: Sends, card: Card, *, cards: bool) -> None:
    """A card that leads to one page is a text card; to a mini-program, or to several, one to jump from."""
    if card.picture is not None:
        _hand_over(sends, card, card.picture, "image")
    pages = [each for each in card.actions if isinstance(each, OpenPage | OpenMiniProgram)]
    others = [each for each in card.actions if isinstance(each, Call | Say)]
    match pages:
        case [OpenPage() as page] if not others:
            sends.send(textcard_of(card.title, card.text, page.url, page.label))
        case [_, *_] if cards:
            for words in cut(card.text, TEXT_BYTES) if len(card.text) > SUBTITLE else ():
                sends.say(plain(words))
            sends.send(notice_of(card, pages))
            for other in others:
                sends.say(_told(other))
        case _:
            sends.say("\n".join([plain(card.words()), *(_told(each) for each in card.actions)]))


def _told(action: OpenPage | OpenMiniProgram | Call | Say) -> str:
    match action:
        case OpenPage():
            return f"{plain(action.label)}：{action.url}"
        case OpenMiniProgram():
            return f"{plain(action.label)}：请在微信小程序中打开"
        case Call():
            return f"{plain(action.label)}：{action.number}"
        case Say():
            return f"{plain(action.label)}：请回复“{plain(action.text)}”"


def _task_id(message: Message, place: int) -> str:
    """The name of a card among all of the application's: letters, digits, `_`, `-` and `@`."""
    return re.sub(r"[^0-9A-Za-z_@-]", "-", f"{message.id}-{place}")[:128]
