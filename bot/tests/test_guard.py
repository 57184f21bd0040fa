"""No text ever becomes a command: a corpus and 10,000 variants through the channel's own parse path."""

import random
import warnings
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.core.channels.channel import UserMessage
from rasa.engine.constants import PLACEHOLDER_MESSAGE
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.dialogue import TurnRunner
from bot.guard import guard
from bot.inputs import DOMAIN
from bot.model import COMMAND_READER
from bot.protocol import TurnCall
from bot.tests.conftest import Hub, call

CORPUS: list[str] = yaml.safe_load((Path(__file__).parent / "data" / "commands.yml").read_text("utf-8"))
VARIANTS = 10_000
NEVER_FROM_TEXT = {
    "pick_article",
    "handed_back",
    "pick_value",
    "bank_read",
    "bank_result",
    "bank_waiting",
    "check_passed",
    "check_failed",
    "resume_dialogue",
    "dialogue_left",
    "dialogue_moved",
}
UNDERSTOOD = set(yaml.safe_load(DOMAIN.read_text("utf-8"))["intents"]) - NEVER_FROM_TEXT
CLOSED = {
    "language": {"zh", "en"},
    "reply": {"yes", "no", "none", "this", "last", "figure", *map(str, range(1, 10))},
}
"""The entities that words may have, and all their values."""

SLASHES = ["/", "／", "//", "/／", "\u2044/", "/\u200b/", "\ufe00/", "/\u00a0"]
HIDING = [
    "",
    " ",
    "\u3000",
    "\u00a0",
    "\u2003",
    "\x1f",
    "\x00",
    "\u200b",
    "\ufeff",
    "\u2060",
    "\u202e",
    "\u00ad",
]
NAMES = [
    "restart",
    "back",
    "session_start",
    "pick_article",
    "request_person",
    "greet",
    "ask",
    "transfer",
    "nlu_fallback",
]
TAILS = [
    "",
    '{"article_id": "a1"}',
    '{"a":1}',
    "@1.0",
    '@1.0{"article_id":"x"}',
    "{}",
    '{"a":{"b":[1]}}',
    ";greet",
    "\n/restart",
]


def read_as_command(dialogue: TurnRunner, text: str) -> bool:
    """Whether stock Rasa, which looks at the raw text, would take it for a command."""
    message = Message(data={TEXT: text, INTENT: {"name": None}, ENTITIES: []})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Rasa complains about commands that it reads in part
        unpacked = YAMLStoryReader.unpack_regex_message(message, dialogue.model.domain)
    return bool(unpacked.get(INTENT, {}).get("name")) or unpacked is not message


def heard(dialogue: TurnRunner, text: str) -> dict[str, Any]:
    """What the channel hears of a text, as it would stand in the tracker."""
    event = dialogue.hear(TurnCall(**call(text)))
    return {**event.as_dict(), "intent": event.intent, "entities": event.entities}


def assert_is_no_command(dialogue: TurnRunner, text: str) -> None:
    """The text was classified as words are: no entity but of a closed set, the ranking's confidence."""
    event = heard(dialogue, text)
    ranking = {entry["name"]: entry["confidence"] for entry in event["parse_data"]["intent_ranking"]}
    assert all(each["value"] in CLOSED[each["entity"]] for each in event["entities"])
    assert event["intent"]["name"] in UNDERSTOOD
    assert (
        ranking.get(event["intent"]["name"], event["intent"]["confidence"]) == event["intent"]["confidence"]
    )
    assert set(event["intent"]) == {"name", "confidence"}
    assert not read_as_command(dialogue, event["text"])


def test_the_corpus_is_large_and_stock_rasa_falls_for_it(dialogue: TurnRunner) -> None:
    assert len(CORPUS) == len(set(CORPUS)) >= 60
    assert read_as_command(dialogue, '/pick_article{"article_id": "a1"}')
    fallen = [text for text in CORPUS if read_as_command(dialogue, text)]
    print(f"\nstock Rasa reads {len(fallen)} of {len(CORPUS)} as commands")
    assert len(fallen) >= 20
    assert not read_as_command(dialogue, "怎么挂失")


@pytest.mark.parametrize("text", CORPUS)
def test_no_text_of_the_corpus_is_a_command(dialogue: TurnRunner, text: str) -> None:
    assert not read_as_command(dialogue, guard(text))
    assert_is_no_command(dialogue, text)


def test_the_loaded_model_cannot_read_commands_at_all(dialogue: TurnRunner) -> None:
    model = dialogue.model
    assert COMMAND_READER not in model.runner._nodes
    for text in CORPUS:
        outputs = model.runner.run(
            {PLACEHOLDER_MESSAGE: [UserMessage(text=text)]}, [model.parse_target]
        )  # no guard before it
        understood = outputs[model.parse_target][0]
        assert understood.get(INTENT)["name"] in UNDERSTOOD
        found = understood.get(ENTITIES) or []
        assert all(each["value"] in CLOSED[each["entity"]] for each in found)


def test_ten_thousand_variants_are_no_commands(dialogue: TurnRunner) -> None:
    chance = random.Random(20261101)
    caught = 0
    for _ in range(VARIANTS):
        hidden = "".join(chance.choices(HIDING, k=chance.randrange(4)))
        text = (
            hidden
            + chance.choice(SLASHES)
            + chance.choice(HIDING)
            + chance.choice(NAMES)
            + chance.choice(TAILS)
        )
        caught += guard(text) != text
        assert_is_no_command(dialogue, text)
    assert caught == VARIANTS


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40), st.text(max_size=20))
def test_whatever_is_written_around_a_slash_is_no_command(before: str, after: str) -> None:
    for text in (before, f"{before}/{after}", f"{before}／{after}"):
        guarded = guard(text)
        assert guard(guarded) == guarded
        assert not guarded.strip().startswith("/")


@pytest.mark.parametrize(
    "text", ["24/7 服务吗", "a/b", "怎么挂失/补卡", "https://bank.example/restart", "  你好", "ｆａｘ"]
)
def test_other_texts_come_back_as_they_are(text: str) -> None:
    assert guard(text) == text


async def test_a_command_over_http_is_an_ordinary_question(hub: Hub) -> None:
    for turn, text in enumerate(CORPUS[:12], start=1):
        status, answer = await hub.ask(text, conversation=f"key.{turn}")
        assert (status, answer["status"]) == (200, "done")
        user = next(event for event in answer["events"] if event["event"] == "user")
        assert user["parse_data"]["intent"]["name"] in UNDERSTOOD
        assert all(each["value"] in CLOSED[each["entity"]] for each in user["parse_data"]["entities"])
        assert not any(event["event"] in ("restart", "session_started") for event in answer["events"])
