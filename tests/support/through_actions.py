"""A bot without a model: what words mean is told by hand, and the real action server does the rest."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import aiohttp

from bot.tests.real_actions import LONG_SECRET

Heard = Mapping[str, tuple[str, Mapping[str, str]]]
"""What is made of words: their intent and entities."""

ACTION_OF = {"affirm": "action_take_reply", "choose": "action_take_reply"}
NOTED = (
    *("bank_read", "bank_result", "bank_waiting", "check_passed", "check_failed", "pick_value"),
    *("resume_dialogue", "dialogue_left", "dialogue_moved"),
)
"""What leads to the dialogues without words (`bot/data/rules_dialogues.yml`)."""


class Told(NamedTuple):
    """What an action wants: what the conversation knows from now on, what is said, and what is done."""

    slots: dict[str, Any]
    replies: list[dict[str, Any]]
    commands: list[dict[str, Any]]


async def through_actions(url: str, ask: Mapping[str, Any], slots: Mapping[str, Any], heard: Heard) -> Told:
    """Hands an ask of the hub's to the action that the rules lead to."""
    asked = ask["input"]
    intent, entities = asked.get("intent"), asked.get("entities") or {}
    if intent is None:
        intent, entities = heard[asked["text"]]
    action = "action_dialogue" if intent in NOTED else ACTION_OF.get(intent, "action_answer")
    names = ("token", "correlation_id", "turn", "channel", "at", "facts")
    message = {
        "text": asked["text"],
        "intent": {"name": intent, "confidence": 1.0},
        "entities": [{"entity": name, "value": value} for name, value in entities.items()],
        "metadata": {name: ask[name] for name in names},
    }
    tracker = {
        "sender_id": ask["conversation"],
        "slots": dict(slots),
        "latest_message": message,
        "events": [],
        "paused": False,
        "followup_action": None,
        "active_loop": {},
        "latest_action_name": "action_listen",
    }
    call = {"version": "3.6.21", "next_action": action, "sender_id": ask["conversation"], "tracker": tracker}
    headers = {"X-Yuanqiao-Secret": LONG_SECRET}
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, json=call, headers=headers) as answer,
    ):
        assert answer.status == 200, await answer.text()
        told = await answer.json()
    after = dict(slots) | {each["name"]: each["value"] for each in told["events"]}
    customs = [each["custom"] for each in told["responses"]]
    replies = [segment for custom in customs for segment in custom["segments"]]
    commands = [command for custom in customs for command in custom["commands"]]
    return Told(after, replies, commands)
