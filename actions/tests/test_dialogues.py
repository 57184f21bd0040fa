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

from actions.answer import AnswerQuestion
from actions.base import TurnAction
from actions.show_article import ShowArticle
from actions.tests.bank import action_call
from hub.settings import ROOT, Settings
from kb.answer import Answerer, open_judge
from kb.formats import read
from kb.measuring.scratch import scratch

DIALOGUES = yaml.safe_load(Path(__file__).with_name("dialogues.yml").read_text("utf-8"))["dialogues"]
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

    async def say(self, text: str) -> dict[str, Any]:
        """Asks; what came of it."""
        return await self._run(
            AnswerQuestion(self.answerer), action_call("action_answer", text, at=NOON.isoformat())
        )

    async def pick(self, article_id: str) -> dict[str, Any]:
        """Chooses an option."""
        call = action_call(
            "action_show_article", "一个选项", entities={"article_id": article_id}, at=NOON.isoformat()
        )
        return await self._run(ShowArticle(self.answerer), call)

    async def _run(self, action: TurnAction, call: dict[str, Any]) -> dict[str, Any]:
        tracker = Tracker.from_dict(call["tracker"] | {"slots": self.slots})
        dispatcher = CollectingDispatcher()
        events = await action.run(dispatcher, tracker, DomainDict())  # type: ignore[typeddict-item]
        for event in json.loads(json.dumps(events)):
            assert (event["event"], event["name"]) == ("slot", "earlier")
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


def check(step: dict[str, Any], custom: dict[str, Any]) -> None:
    """Compares what came with what the step says."""
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
    if "gap" in step:
        assert [each["type"] for each in custom["commands"]] == ["record_gap"]
    if "invite" in step:
        assert custom["commands"] == []
        assert not answers
        assert not offers


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("dialogue", DIALOGUES, ids=[each["name"] for each in DIALOGUES])
async def test_dialogue(answerer: Answerer, dialogue: dict[str, Any]) -> None:
    conversation = Conversation(answerer)
    for step in dialogue["steps"]:
        if "say" in step:
            check(step, await conversation.say(step["say"]))
        elif "pick" in step:
            check(step, await conversation.pick(step["pick"]))
        else:
            assert set(step) == {"rule"}
