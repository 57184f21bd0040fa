"""The house's messages in a mini-program's words, in as few sends as they take; pure functions."""

from collections.abc import Iterator
from typing import Any, assert_never

from connectors.kit.weixin.sends import Send, Sends, mini_program_link, plain, sourced
from connectors.miniprogram.account import MiniProgramAccount
from hub.messages import (
    Call,
    Card,
    Choice,
    Choices,
    File,
    Image,
    Link,
    Location,
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


def to_sends(account: MiniProgramAccount, message: Message) -> list[Send]:
    """What is sent for a message, in order; options are a numbered list, since there are no buttons."""
    sends, first = Sends(), 1
    for segment in message.segments:
        if isinstance(segment, Choices):
            sends.say(plain(numbered(segment, first=first)))
            first += len(segment.options)
        else:
            _add(account, sends, segment)
    sends.flush()
    return sends.done


def to_request(send: Send, customer: str, _message: Message, media_id: str = "") -> dict[str, Any]:
    """The send as `/cgi-bin/message/custom/send` wants it, which has no mark for what a machine said."""
    content = send.content | ({send.media_field: media_id} if send.media is not None else {})
    return {"touser": customer, "msgtype": send.kind, send.kind: content}


def _add(account: MiniProgramAccount, sends: Sends, segment: Segment) -> None:
    match segment:
        case Text():
            sends.say(sourced(segment))
        case Image():
            sends.send(Send("image", {}, segment.media))
        case Card():
            _show_card(account, sends, segment)
        case Link():
            sends.say(
                "\n".join(filter(None, (plain(segment.title), plain(segment.description), segment.url)))
            )
        case Notice() | Choice() | Choices() | File() | Voice() | Video() | Location() | Trigger():
            sends.say(plain(segment.words()))
        case _:
            assert_never(segment)


def _show_card(account: MiniProgramAccount, sends: Sends, card: Card) -> None:
    """A card that leads to a page is a link; to a page of this program, with a picture, one of its own."""
    match card.actions:
        case (OpenMiniProgram() as action,) if card.picture is not None and action.app_id == account.app_id:
            if card.text:
                sends.say(plain(card.text))
            content = {"title": card.title, "pagepath": action.path or "/"}
            sends.send(Send("miniprogrampage", content, card.picture, "thumb_media_id"))
        case (OpenPage() as action,):
            link = {"title": plain(card.title), "description": plain(card.text), "url": action.url}
            sends.send(Send("link", link | {"thumb_url": account.link_picture}))
        case _:
            if card.picture is not None:
                sends.send(Send("image", {}, card.picture))
            sends.say("\n".join([plain(card.words()), *_actions(card)]))


def _actions(card: Card) -> Iterator[str]:
    for action in card.actions:
        match action:
            case OpenPage():
                yield f"{plain(action.label)}：{action.url}"
            case OpenMiniProgram():
                yield mini_program_link(action)
            case Call():
                yield f"{plain(action.label)}：{action.number}"
            case Say():
                yield f"{plain(action.label)}：请回复“{plain(action.text)}”"
