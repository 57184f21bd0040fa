"""The house's messages in a mini-program's words, in as few sends as they take; pure functions."""

from functools import partial
from typing import Any

from connectors.kit.weixin.saying import offer_as_list, request_of, say_all, show_in_words
from connectors.kit.weixin.sends import Sends, WeixinSend, plain
from connectors.miniprogram.account import MiniProgramAccount
from hub.messages import Card, Message, OpenMiniProgram, OpenPage


def to_sends(account: MiniProgramAccount, message: Message) -> list[WeixinSend]:
    """What is sent for a message, in order; options are a numbered list, since there are no buttons."""
    return say_all(message, offer=offer_as_list, show_card=partial(_show_card, account))


def to_request(send: WeixinSend, customer: str, message: Message, media_id: str = "") -> dict[str, Any]:
    """The send as `/cgi-bin/message/custom/send` wants it."""
    return request_of(send, customer, message, media_id)


def _show_card(account: MiniProgramAccount, sends: Sends, card: Card) -> None:
    """A card that leads to a page is a link; to a page of this program, with a picture, one of its own."""
    match card.actions:
        case (OpenMiniProgram() as action,) if card.picture is not None and action.app_id == account.app_id:
            if card.text:
                sends.say(plain(card.text))
            content = {"title": card.title, "pagepath": action.path or "/"}
            sends.send(WeixinSend("miniprogrampage", content, card.picture, "thumb_media_id"))
        case (OpenPage() as action,):
            link = {"title": plain(card.title), "description": plain(card.text), "url": action.url}
            sends.send(WeixinSend("link", link | {"thumb_url": account.link_picture}))
        case _:
            show_in_words(sends, card)
