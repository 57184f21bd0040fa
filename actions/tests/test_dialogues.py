"""Whole conversations with the demo bank: what customers write, message after message (dialogues.yml)."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
import yaml
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker
from rasa_sdk.types import DomainDict

from actions.server import actions_of
from actions.tests.bank import action_call
from hub.settings import ROOT, Settings
from kb.answer import Answerer, open_judge
from kb.formats import read
from kb.measuring.scratch import scratch

DIALOGUES = [
    dialogue
    for name in ("dialogues.yml", "dialogues_replies.yml")
    for dialogue in yaml.safe_load(Path(__file__).with_name(name).read_text("utf-8"))["dialogues"]
]
RULES = yaml.safe_load((ROOT / "bot" / "data" / "rules.yml").read_text("utf-8"))["rules"]
ACTION_OF = {rule["steps"][0]["intent"]: rule["steps"][1]["action"] for rule in RULES}
"""Which action an intent leads to, as the bot's rules have it."""

HOTLINE = "95599"
NOON = datetime(2026, 11, 16, 4, 0, tzinfo=UTC)


class StillClock:
    """A clock that stands."""

    def now(self) -> datetime:
        """Always the same noon."""
        return NOON

    def monotonic(self) -> float:
        """Never later."""
        return 0.0


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def answerer() -> AsyncIterator[Answerer]:
    """The demo bank, loaded once."""
    judge = open_judge(Settings())
    batch = read(ROOT / "kb" / "demo")
    zone = ZoneInfo("Asia/Shanghai")
    async with scratch(batch, judge=judge, clock=StillClock(), time_zone=zone) as found:
        yield found


@dataclass
class Conversation:
    """One conversation as the bot would have it: the slots are carried from turn to turn, through JSON."""

    answerer: Answerer
    slots: dict[str, Any] = field(default_factory=dict)
    turn: int = 0

    async def say(self, step: dict[str, Any]) -> dict[str, Any]:
        """Says what the step says, understood as it says; what came of it."""
        if "language" in step:
            self.slots["language"] = step["language"]
        entities = {"reply": step["reply"]} if "reply" in step else {}
        return await self._run(step["say"], step.get("intent", "ask"), entities)

    async def pick(self, article_id: str) -> dict[str, Any]:
        """Chooses an option."""
        return await self._run("一个选项", "pick_article", {"article_id": article_id})

    async def _run(self, text: str, intent: str, entities: dict[str, str]) -> dict[str, Any]:
        self.turn += 1
        name = ACTION_OF[intent]
        call = action_call(name, text, entities=entities, at=NOON.isoformat(), turn=self.turn)
        call["tracker"]["latest_message"]["intent"] = {"name": intent, "confidence": 0.9}
        tracker = Tracker.from_dict(call["tracker"] | {"slots": self.slots})
        dispatcher = CollectingDispatcher()
        actions = actions_of(self.answerer, Settings(bank_hotline=HOTLINE))
        (action,) = (each for each in actions if each.name() == name)
        events = await action.run(dispatcher, tracker, DomainDict())  # type: ignore[typeddict-item]
        for event in json.loads(json.dumps(events)):
            assert event["event"] == "slot"
            assert event["name"] in ("earlier", "asked", "complaint")
            self.slots[event["name"]] = event["value"]
        (message,) = dispatcher.messages
        return dict(message["custom"])


def answers_in(custom: dict[str, Any]) -> list[str]:
    """The articles that were shown as answers."""
    return [each["source"]["article_id"] for each in custom["segments"] if each.get("source")]


def offers_in(custom: dict[str, Any]) -> list[str]:
    """The articles that were offered."""
    options = [option for each in custom["segments"] for option in each.get("options", [])]
    entities = [option["pick"]["entities"] for option in options]
    return [each["article_id"] for each in entities if "article_id" in each]


def texts_in(custom: dict[str, Any]) -> str:
    """All that was said, without the options."""
    return "\n".join(each.get("text") or each.get("prompt") or "" for each in custom["segments"])


def check(step: dict[str, Any], custom: dict[str, Any]) -> None:
    """Compares what came with what the step says."""
    check_articles(step, custom)
    commands = [each["type"] for each in custom["commands"]]
    options = [option["pick"]["intent"] for each in custom["segments"] for option in each.get("options", [])]
    if "gap" in step:
        assert commands == ["record_gap"]
    if "invite" in step:
        assert commands == []
        assert not answers_in(custom)
        assert not offers_in(custom)
    if "person" in step:
        assert commands == ["request_person"]
    if "complaint" in step:
        assert commands == ["file_complaint"]
    if "asks_person" in step:
        assert options == ["request_person"]
        assert commands == []
    if "rests" in step:
        assert (commands, options, answers_in(custom)) == ([], [], [])
    for words in step.get("says", []):
        assert words in texts_in(custom)


def check_articles(step: dict[str, Any], custom: dict[str, Any]) -> None:
    """What was answered and offered."""
    answers, offers = answers_in(custom), offers_in(custom)
    if "answer" in step:
        assert answers == (step["answer"] if isinstance(step["answer"], list) else [step["answer"]]), offers
    if "offer" in step:
        assert step["offer"] in offers, answers
        assert "answer" in step or not answers
    if "finds" in step:
        assert step["finds"] in answers or (not answers and step["finds"] in offers), (answers, offers)
    if "safe" in step:
        assert not answers
    for article in step.get("hides", []):
        assert article not in answers + offers


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("dialogue", DIALOGUES, ids=[each["name"] for each in DIALOGUES])
async def test_dialogue(answerer: Answerer, dialogue: dict[str, Any]) -> None:
    conversation = Conversation(answerer)
    for step in dialogue["steps"]:
        if "say" in step:
            check(step, await conversation.say(step))
        elif "pick" in step:
            check(step, await conversation.pick(step["pick"]))
        else:
            assert set(step) == {"rule"}
