"""The house's messages in the words of 微信客服, in as few sends as they take; pure functions."""

import hashlib
from collections.abc import Iterator
from typing import Any, assert_never

from connectors.kit.cutting import cut, utf8_bytes
from connectors.kit.weixin.sends import Sends, WeixinSend, plain, sourced
from connectors.wecom_kf.entries import (
    ENTRIES_LIMIT,
    HEAD_BYTES,
    LABEL_BYTES,
    Entry,
    entries_of,
    short,
    unlisted,
)
from hub.messages import (
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
    Segment,
    Text,
    Trigger,
    Video,
    Voice,
)
from hub.messages.numbered import numbered

TITLE_BYTES = 128
DESCRIPTION_BYTES = 512
MINI_TITLE_BYTES = 64

MEBIBYTE = 1 << 20
UPLOADS: dict[str, tuple[frozenset[str], int]] = {
    "image": (frozenset(("image/jpeg", "image/png")), 2 * MEBIBYTE),
    "voice": (frozenset(("audio/amr",)), 2 * MEBIBYTE),
    "video": (frozenset(("video/mp4",)), 10 * MEBIBYTE),
}
"""What goes as itself: types and most bytes (临时素材). All else is a file."""

FILE_BYTES = 20 * MEBIBYTE


def to_sends(message: Message) -> list[WeixinSend]:
    """What is sent for a message, in order."""
    sends, first = Sends(), 1
    for segment in message.segments:
        if isinstance(segment, Choices):
            _offer(sends, segment, first)
            first += len(segment.options)
        else:
            _add(sends, segment)
    sends.flush()
    return sends.done


def to_request(
    send: WeixinSend, customer: str, open_kfid: str, msgid: str, media_id: str = ""
) -> dict[str, Any]:
    """The send as `/cgi-bin/kf/send_msg` wants it."""
    return {"touser": customer, "open_kfid": open_kfid, **_request(send, msgid, media_id)}


def to_event_request(send: WeixinSend, code: str, msgid: str) -> dict[str, Any] | None:
    """The send as `/cgi-bin/kf/send_msg_on_event` wants it; None for a kind that it does not take."""
    if send.kind not in ("text", "msgmenu"):
        return None
    return {"code": code, **_request(send, msgid, "")}


def upload_kind(send: WeixinSend) -> str:
    """As which kind of file a send's media is uploaded."""
    return "image" if send.media_field == "thumb_media_id" else send.kind


def msgid_of(message: Message, number: int) -> str:
    """Our own id of one send of a message: the same for each try, so that the provider drops repeats."""
    # Another database may count its conversations from one, too, for the same account.
    said = f"{message.id}.{message.created_at.isoformat()}.{number}"
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _request(send: WeixinSend, msgid: str, media_id: str) -> dict[str, Any]:
    content = send.content | ({send.media_field: media_id} if send.media is not None else {})
    return {"msgid": msgid, "msgtype": send.kind, send.kind: content}


def _add(sends: Sends, segment: Segment) -> None:
    match segment:
        case Text():
            sends.say(sourced(segment))
        case Image(media=media) | File(media=media) | Voice(media=media) | Video(media=media):
            _show_media(sends, segment, media)
        case Location():
            sends.send(_place(segment))
        case Card():
            _show_card(sends, segment)
        case Link():
            sends.say(
                "\n".join(filter(None, (plain(segment.title), plain(segment.description), segment.url)))
            )
        case Notice() | Choice() | Trigger():
            sends.say(plain(segment.words()))
        case Choices():
            sends.say(plain(numbered(segment)))
        case _:
            assert_never(segment)


def _show_media(sends: Sends, segment: Segment, media: Media) -> None:
    kind = segment.type
    types, most = UPLOADS.get(kind, (frozenset(), 0))
    if media.mime not in types or media.bytes > most:
        kind = "file"
    if media.bytes > FILE_BYTES:
        sends.say(plain(segment.words()))
        return
    sends.send(WeixinSend(kind, {}, media))


def _place(place: Location) -> WeixinSend:
    content: dict[str, Any] = {"latitude": place.latitude, "longitude": place.longitude}
    names = {"name": place.title, "address": place.address}
    return WeixinSend("location", content | {name: words for name, words in names.items() if words})


def _offer(sends: Sends, choices: Choices, first: int) -> None:
    """Options as a menu to tap, whose numbers may be written as well; as a list where a label is too long."""
    entries: list[Entry] = [
        {"type": "click", "click": {"id": option.id, "content": f"{number}. {option.label}"}}
        for number, option in enumerate(choices.options, start=first)
    ]
    if any(utf8_bytes(each["click"]["content"]) > LABEL_BYTES for each in entries):
        sends.say(plain(numbered(choices, first=first)))
        return
    _show_menu(sends, choices.prompt, entries)


def _show_menu(sends: Sends, words: str, entries: list[Entry]) -> None:
    """A menu; words that its head has no room for go before it."""
    head = _head_with(sends, plain(words))
    if utf8_bytes(head) > HEAD_BYTES:
        whole, head = head.strip(), cut(head, HEAD_BYTES)[-1]
        sends.say(whole.removesuffix(head))
    sends.send(WeixinSend("msgmenu", {"head_content": head, "list": entries[:ENTRIES_LIMIT]}))


def _head_with(sends: Sends, words: str) -> str:
    """A menu's head: with the words before it where there is room, for that saves a send."""
    whole = "\n\n".join([*sends.words, words])
    if utf8_bytes(whole) > HEAD_BYTES:
        return words
    sends.words = []
    return whole


def _show_card(sends: Sends, card: Card) -> None:
    """A card with a picture that leads to one page is a card of WeCom's too; others are a menu."""
    match card.actions:
        case (OpenMiniProgram() as action,) if _is_thumb(card.picture):
            if card.text:
                sends.say(plain(card.text))
            title = short(card.title, MINI_TITLE_BYTES)
            content = {"title": title, "appid": action.app_id, "pagepath": action.path or "/"}
            sends.send(WeixinSend("miniprogram", content, card.picture, "thumb_media_id"))
        case (OpenPage() as action,) if _is_thumb(card.picture):
            content = {"title": short(card.title, TITLE_BYTES), "url": action.url}
            if card.text:
                content["desc"] = short(card.text, DESCRIPTION_BYTES)
            sends.send(WeixinSend("link", content, card.picture, "thumb_media_id"))
        case _:
            _show_actions(sends, card)


def _is_thumb(picture: Media | None) -> bool:
    types, most = UPLOADS["image"]
    return picture is not None and picture.mime in types and picture.bytes <= most


def _show_actions(sends: Sends, card: Card) -> None:
    if card.picture is not None:
        _show_media(sends, Image(media=card.picture), card.picture)
    words = "\n".join([card.words(), *_lines(card)])
    entries = entries_of(card)
    if entries:
        _show_menu(sends, words, entries)
    else:
        sends.say(plain(words))


def _lines(card: Card) -> Iterator[str]:
    """What a menu has no entry for: telephone numbers, and labels that are too long for one."""
    for action in card.actions:
        line = unlisted(action)
        if line:
            yield line
