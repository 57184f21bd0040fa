"""The house's messages in WeChat's words: what is sent, in as few sends as they take; pure functions."""

from collections.abc import Iterator
from typing import Any, assert_never

from connectors.kit.cutting import utf8_bytes
from connectors.kit.weixin.sends import TEXT_BYTES, Send, Sends, mini_program_link, plain, sourced
from hub.messages import (
    AuthorKind,
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


def to_sends(message: Message, *, menus: bool = True) -> list[Send]:
    """What is sent for a message, in order; without `menus` options are a numbered list."""
    sends, first = Sends(), 1
    for segment in message.segments:
        if isinstance(segment, Choices):
            _offer(sends, segment, first, menus=menus)
            first += len(segment.options)
        else:
            _add(sends, segment)
    sends.flush()
    return sends.done


def to_request(send: Send, customer: str, message: Message, media_id: str = "") -> dict[str, Any]:
    """The send as `/cgi-bin/message/custom/send` wants it.

    What the bot says bears the mark by which WeChat shows 内容由第三方AI生成.
    """
    content = send.content | ({send.media_field: media_id} if send.media is not None else {})
    request: dict[str, Any] = {"touser": customer, "msgtype": send.kind, send.kind: content}
    if message.author.kind is AuthorKind.BOT:
        request["aimsgcontext"] = {"is_ai_msg": 1}
    return request


def _add(sends: Sends, segment: Segment) -> None:
    match segment:
        case Text():
            sends.say(sourced(segment))
        case Image():
            sends.send(Send("image", {}, segment.media))
        case Card():
            _show_card(sends, segment)
        case Link():
            sends.say(
                "\n".join(filter(None, (plain(segment.title), plain(segment.description), segment.url)))
            )
        case Notice() | Choice() | File() | Voice() | Video() | Location() | Trigger():
            sends.say(plain(segment.words()))
        case Choices():
            sends.say(plain(numbered(segment)))
        case _:
            assert_never(segment)


def _offer(sends: Sends, choices: Choices, first: int, *, menus: bool) -> None:
    """Options as a menu to tap, whose numbers may be written as well; the words before are its head."""
    if not menus:
        sends.say(plain(numbered(choices, first=first)))
        return
    head = "\n\n".join([*sends.words, plain(choices.prompt)])
    items = [
        {"id": option.id, "content": plain(f"{number}. {option.label}")}
        for number, option in enumerate(choices.options, start=first)
    ]
    size = utf8_bytes(head) + sum(utf8_bytes(item["content"]) for item in items)
    if size <= TEXT_BYTES:
        sends.words = []
    else:
        head = plain(choices.prompt)
    sends.send(Send("msgmenu", {"head_content": head, "list": items, "tail_content": ""}))


def _show_card(sends: Sends, card: Card) -> None:
    """A card that leads to a page is an article; with a picture and to a mini-program, a card of WeChat's."""
    match card.actions:
        case (OpenMiniProgram() as action,) if card.picture is not None:
            if card.text:
                sends.say(plain(card.text))
            content = {"title": card.title, "appid": action.app_id, "pagepath": action.path or "/"}
            sends.send(Send("miniprogrampage", content, card.picture, "thumb_media_id"))
        case (OpenPage() as action,):
            article = {"title": plain(card.title), "description": plain(card.text), "url": action.url}
            sends.send(Send("news", {"articles": [article]}))
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
