"""Conversations of the actions' tests, as the real model understands them: intent, reply and language."""

from typing import Any

import pytest
import yaml

from bot.dialogue import TurnRunner
from bot.inputs import ROOT
from bot.tests.leads import ANSWERED

FOLDER = ROOT / "actions" / "tests"
DIALOGUES: list[dict[str, Any]] = yaml.safe_load((FOLDER / "dialogues_replies.yml").read_text("utf-8"))[
    "dialogues"
]
LEAST = 30


def test_the_conversations_are_many_and_long_enough() -> None:
    assert len(DIALOGUES) >= LEAST
    assert sum(len(each["steps"]) >= 2 for each in DIALOGUES) >= LEAST


@pytest.mark.parametrize("spoken", DIALOGUES, ids=[each["name"] for each in DIALOGUES])
def test_each_message_is_understood_as_the_conversation_says(
    dialogue: TurnRunner, spoken: dict[str, Any]
) -> None:
    language = "zh"
    for step in spoken["steps"]:
        heard = dialogue.parse(step["say"])
        found = {each["entity"]: each["value"] for each in heard["entities"]}
        language = found.get("language", language)
        name = heard["intent"]["name"]
        understood = ("ask" if name in ANSWERED else name, found.get("reply"), language)
        expected = (step.get("intent", "ask"), step.get("reply"), step.get("language", "zh"))
        assert understood == expected, step["say"]
