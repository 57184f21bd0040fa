"""Turns what the bot uttered in a turn into segments and commands of the hub's vocabulary."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from rasa.shared.core.events import BotUttered, Event

from bot.errors import ActionFailed, Empty


@dataclass(frozen=True)
class BotReplies:
    """What a turn says and wants done."""

    replies: list[dict[str, Any]] = field(default_factory=list)
    commands: list[dict[str, Any]] = field(default_factory=list)


def said_in(events: Iterable[Event]) -> BotReplies:
    """All replies and commands of a turn, in order.

    Raises `ActionFailed` for what is neither a segment nor a command, `Empty` where there is neither.
    """
    said = BotReplies()
    for event in events:
        if isinstance(event, BotUttered):
            _add(said, event)
    if not said.replies and not said.commands:
        raise Empty("The turn ended without a reply and without a command.")
    return said


def _add(said: BotReplies, event: BotUttered) -> None:
    if event.text:
        said.replies.append({"type": "text", "text": event.text})
    extras = {name: value for name, value in (event.data or {}).items() if value}
    custom = extras.pop("custom", {})
    if extras or not isinstance(custom, dict) or not set(custom) <= {"segments", "commands"}:
        raise ActionFailed("An action answered with something other than segments and commands.")
    said.replies.extend(_checked(custom.get("segments", [])))
    said.commands.extend(_checked(custom.get("commands", [])))


def _checked(items: Any) -> list[dict[str, Any]]:
    if not isinstance(items, list) or not all(_has_content(item) for item in items):
        raise ActionFailed("An action answered with something that is no segment or command.")
    return items


def _has_content(item: Any) -> bool:
    """An object with a type; which types there are is the hub's vocabulary, and checked there."""
    if not isinstance(item, dict) or not item.get("type") or not isinstance(item["type"], str):
        return False
    return item["type"] != "text" or bool(str(item.get("text", "")).strip())
