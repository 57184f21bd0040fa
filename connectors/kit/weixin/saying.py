"""A message of the house's in sends of the customer-service API (客服消息), for every channel of it; pure."""

from collections.abc import Callable, Iterator
from typing import Any, assert_never

from connectors.kit.weixin.sends import Sends, WeixinSend, mini_program_link, plain, sourced
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

Offer = Callable[[Sends, Choices, int], None]
"""Shows options, whose numbers begin with the one that is given."""

ShowCard = Callable[[Sends, Card], None]


def say_all(message: Message, *, offer: Offer, show_card: ShowCard) -> list[WeixinSend]:
    """What is sent for a message, in order; a channel has its own way with options and cards."""
    sends, first = Sends(), 1
    for segment in message.segments:
        if isinstance(segment, Choices):
            offer(sends, segment, first)
            first += len(segment.options)
        elif isinstance(segment, Card):
            show_card(sends, segment)
        else:
            _say(sends, segment)
    sends.flush()
    return sends.done


def offer_as_list(sends: Sends, choices: Choices, first: int) -> None:
    """Options as a numbered list, which accepts numbers and labels."""
    sends.say(plain(numbered(choices, first=first)))


def show_in_words(sends: Sends, card: Card) -> None:
    """A card that the channel has no form for: its picture, its words, and each action as a line."""
    if card.picture is not None:
        sends.send(WeixinSend("image", {}, card.picture))
    sends.say("\n".join([plain(card.words()), *_actions(card)]))


def request_of(send: WeixinSend, customer: str, message: Message, media_id: str) -> dict[str, Any]:
    """The send as `/cgi-bin/message/custom/send` wants it.

    What the bot says bears the mark by which WeChat shows 内容由第三方AI生成.
    """
    content = send.content | ({send.media_field: media_id} if send.media is not None else {})
    request = {"touser": customer, "msgtype": send.kind, send.kind: content}
    if message.author.kind is AuthorKind.BOT:
        request["aimsgcontext"] = {"is_ai_msg": 1}
    return request


def _say(sends: Sends, segment: Segment) -> None:
    match segment:
        case Text():
            sends.say(sourced(segment))
        case Image():
            sends.send(WeixinSend("image", {}, segment.media))
        case Link():
            sends.say(
                "\n".join(filter(None, (plain(segment.title), plain(segment.description), segment.url)))
            )
        case Notice() | Choice() | File() | Voice() | Video() | Location() | Trigger() | Card() | Choices():
            sends.say(plain(segment.words()))
        case _:
            assert_never(segment)


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
