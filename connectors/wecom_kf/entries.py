"""The entries of a menu (msgmenu): what can be tapped, from a card's actions; pure functions."""

from typing import Any

from connectors.kit.cutting import utf8_bytes
from hub.messages import Call, Card, CardAction, OpenMiniProgram, OpenPage, Say

ENTRIES_LIMIT = 10
HEAD_BYTES = 1024
LABEL_BYTES = 128
ADDRESS_BYTES = 2048

SAID = "say."
"""Before the id of an entry that says something in the customer's name."""

Entry = dict[str, Any]


def entries_of(card: Card) -> list[Entry]:
    """What of a card's actions can be tapped, in their order."""
    found = (_entry(action, number) for number, action in enumerate(card.actions, start=1))
    return [each for each in found if each is not None]


def unlisted(action: CardAction) -> str:
    """An action that cannot be tapped, in words; empty for one that can."""
    if _entry(action, 1) is not None:
        return ""
    match action:
        case OpenPage():
            return f"{action.label}：{action.url}"
        case OpenMiniProgram():
            return f"{action.label}：请在小程序中打开"
        case Call():
            return f"{action.label}：{action.number}"
        case Say():
            return f"{action.label}：请回复“{action.text}”"


def _entry(action: CardAction, number: int) -> Entry | None:
    match action:
        case OpenPage() if _fits(action.label) and utf8_bytes(action.url) <= ADDRESS_BYTES:
            return {"type": "view", "view": {"url": action.url, "content": action.label}}
        case OpenMiniProgram() if _fits(action.label):
            to = {"appid": action.app_id, "pagepath": action.path or "/", "content": action.label}
            return {"type": "miniprogram", "miniprogram": to}
        case Say() if _fits(action.text):
            # What is tapped is what the customer is seen to say.
            return {"type": "click", "click": {"id": f"{SAID}{number}", "content": action.text}}
    return None


def _fits(label: str) -> bool:
    return utf8_bytes(label) <= LABEL_BYTES


def short(text: str, most: int) -> str:
    """The text in so many bytes of UTF-8 at most, with a sign where something is left out."""
    if utf8_bytes(text) <= most:
        return text
    room = most - utf8_bytes("…")
    return text.encode()[:room].decode("utf-8", "ignore") + "…"
