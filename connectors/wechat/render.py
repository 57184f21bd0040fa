"""The house's messages in WeChat's words: what is sent, in as few sends as they take; pure functions."""

from typing import Any

from connectors.kit.cutting import utf8_bytes
from connectors.kit.weixin.saying import offer_as_list, request_of, say_all, show_in_words
from connectors.kit.weixin.sends import TEXT_BYTES, Sends, WeixinSend, plain
from hub.messages import Card, Choices, Message, OpenMiniProgram, OpenPage


def to_sends(message: Message, *, menus: bool = True) -> list[WeixinSend]:
    """What is sent for a message, in order; without `menus` options are a numbered list."""
    return say_all(message, offer=_offer if menus else offer_as_list, show_card=_show_card)


def to_request(send: WeixinSend, customer: str, message: Message, media_id: str = "") -> dict[str, Any]:
    """The send as `/cgi-bin/message/custom/send` wants it."""
    return request_of(send, customer, message, media_id)


def _offer(sends: Sends, choices: Choices, first: int) -> None:
    """Options as a menu to tap, whose numbers may be written as well; the words before are its head."""
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
    sends.send(WeixinSend("msgmenu", {"head_content": head, "list": items, "tail_content": ""}))


def _show_card(sends: Sends, card: Card) -> None:
    """A card that leads to a page is an article; with a picture and to a mini-program, a card of WeChat's."""
    match card.actions:
        case (OpenMiniProgram() as action,) if card.picture is not None:
            if card.text:
                sends.say(plain(card.text))
            content = {"title": card.title, "appid": action.app_id, "pagepath": action.path or "/"}
            sends.send(WeixinSend("miniprogrampage", content, card.picture, "thumb_media_id"))
        case (OpenPage() as action,):
            article = {"title": plain(card.title), "description": plain(card.text), "url": action.url}
            sends.send(WeixinSend("news", {"articles": [article]}))
        case _:
            show_in_words(sends, card)
