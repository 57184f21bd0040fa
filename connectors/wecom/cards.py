"""Cards (文本卡片, 模板卡片): links, choices with buttons, and what leads to several pages; pure functions.

Lengths are those within which WeCom's app shows all of it (path/90236).
"""

from collections.abc import Sequence
from typing import Any

from connectors.kit.cutting import cut, utf8_bytes
from connectors.kit.weixin.sends import WeixinSend
from connectors.wecom.translate import to_pick
from hub.messages import Card, Choices, OpenMiniProgram, OpenPage

CARD_TITLE_BYTES = 128
CARD_TEXT_BYTES = 512
CARD_BUTTON = 4
NO_TEXT = "点击查看"
"""A text card has a text, whatever is to be said."""

TITLE = 36
SUBTITLE = 160
BUTTON = 10
MOST_BUTTONS = 6
JUMP = 13


def textcard_of(title: str, text: str, url: str, label: str = "") -> WeixinSend:
    """A card that opens one page. Its text is read as HTML, so nothing in it may begin a tag."""
    content: dict[str, Any] = {
        "title": _within(title, CARD_TITLE_BYTES),
        "description": _within(text.replace("<", "＜") or NO_TEXT, CARD_TEXT_BYTES),
        "url": url,
    }
    if 0 < len(label) <= CARD_BUTTON:
        content["btntxt"] = label
    return WeixinSend("textcard", content)


def buttons_of(choices: Choices, first: int, task_id: str) -> WeixinSend | None:
    """A question with a button for each option; None where there are too many, or too long ones.

    Labels that a button cuts off stand above the buttons in full, under their numbers.
    """
    if len(choices.options) > MOST_BUTTONS:
        return None
    labels = [f"{number}. {each.label}" for number, each in enumerate(choices.options, start=first)]
    prompt = choices.prompt
    below = [] if len(prompt) <= TITLE else [prompt]
    below += labels if any(len(each) > BUTTON for each in labels) else []
    subtitle = "\n".join(below)
    if len(subtitle) > SUBTITLE:
        return None
    content: dict[str, Any] = {
        "card_type": "button_interaction",
        "task_id": task_id,
        "main_title": {"title": prompt if len(prompt) <= TITLE else ""},
        "sub_title_text": subtitle,
        "button_list": [
            {"text": _short(label, BUTTON), "style": 1, "key": to_pick(option.id, option.label)}
            for label, option in zip(labels, choices.options, strict=True)
        ],
    }
    return WeixinSend("template_card", content)


def notice_of(card: Card, pages: Sequence[OpenPage | OpenMiniProgram]) -> WeixinSend:
    """A card with up to three places to jump to; a tap on the card itself opens the first."""
    text = card.text if len(card.text) <= SUBTITLE else ""
    return WeixinSend(
        "template_card",
        {
            "card_type": "text_notice",
            "main_title": {"title": _short(card.title, TITLE)},
            "sub_title_text": text,
            "jump_list": [{"title": _short(each.label, JUMP)} | _to(each) for each in pages],
            "card_action": _to(pages[0]),
        },
    )


def _to(page: OpenPage | OpenMiniProgram) -> dict[str, Any]:
    if isinstance(page, OpenPage):
        return {"type": 1, "url": page.url}
    return {"type": 2, "appid": page.app_id, "pagepath": page.path}


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _within(text: str, most: int) -> str:
    """The text, or as much of it as fits, and a sign that there is more."""
    if utf8_bytes(text) <= most:
        return text
    return f"{cut(text, most - 3)[0]}…"
