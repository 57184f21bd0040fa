"""Which intents lead to the knowledge base, by the rules: for an answer it is all one which one it is."""

from typing import Any

import yaml

from bot.dialogue import TurnRunner
from bot.inputs import DATA


def _answered() -> frozenset[str]:
    rules: list[dict[str, Any]] = [
        rule
        for name in ("rules.yml", "rules_business.yml")
        for rule in yaml.safe_load((DATA / name).read_text("utf-8"))["rules"]
    ]
    first = [rule["steps"][0] for rule in rules if rule["steps"][1] == {"action": "action_answer"}]
    steps = [step for each in first for step in each.get("or", [each])]
    return frozenset(step["intent"] for step in steps)


ANSWERED = _answered()


def heard(dialogue: TurnRunner, text: str) -> str:
    """The intent of a text; `ask` for every one that the knowledge base answers."""
    name = str(dialogue.parse(text)["intent"]["name"])
    return "ask" if name in ANSWERED else name
