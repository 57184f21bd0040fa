"""Held-out utterances: small talk must not swallow questions, and a person can be reached."""

from pathlib import Path

import pytest
import yaml

from bot.dialogue import TurnRunner
from bot.inputs import DATA
from bot.tests.leads import heard
from bot.tests.shared_data import shared_queries

HERE = Path(__file__).parent / "data"
HELD_OUT: dict[str, list[str]] = yaml.safe_load((HERE / "held_out.yml").read_text("utf-8"))
STORIES: dict[str, list[str]] = yaml.safe_load((HERE / "held_out_stories.yml").read_text("utf-8"))
CLOSED = {"affirm", "deny", "choose"}
"""Intents that a list of words knows, the same everywhere."""

MOST_SWALLOWED = 0.02


_intent = heard


def test_held_out_utterances_are_many_and_not_among_the_examples() -> None:
    examples = {
        line.strip()[2:].strip()
        for path in sorted((DATA / "nlu").glob("*.yml"))
        for line in path.read_text("utf-8").splitlines()
        if line.strip().startswith("- ")
    }
    texts = [text for held in (HELD_OUT, STORIES) for name in held.keys() - CLOSED for text in held[name]]
    assert len(examples) > 900
    assert len(texts) == len(set(texts)) >= 150
    by_chance = {"转人工", "找个活人", "人工客服", "人工"}  # the words that everybody uses: they must work
    assert set(texts) & examples <= by_chance


def test_small_talk_does_not_swallow_questions(dialogue: TurnRunner) -> None:
    questions = HELD_OUT["ask"]
    swallowed = {text: _intent(dialogue, text) for text in questions if _intent(dialogue, text) != "ask"}
    print(f"\nswallowed: {len(swallowed)} of {len(questions)}")
    assert len(questions) >= 100
    assert len(swallowed) <= MOST_SWALLOWED * len(questions), swallowed


def test_a_story_that_asks_is_a_question(dialogue: TurnRunner) -> None:
    swallowed = {text: _intent(dialogue, text) for text in STORIES["ask"] if _intent(dialogue, text) != "ask"}
    assert len(STORIES["ask"]) >= 30
    assert not swallowed


@pytest.mark.parametrize("before", ["", "您好，", "你好，在吗，", "客服你好，请问", "麻烦问一下，"])
@pytest.mark.parametrize("behind", ["，谢谢您了", "，辛苦了", "，急", "啊？"])
def test_courtesy_round_a_question_does_not_swallow_it(
    dialogue: TurnRunner, before: str, behind: str
) -> None:
    asked = [f"{before}{question}{behind}" for question in HELD_OUT["ask"]]
    swallowed = {text: _intent(dialogue, text) for text in asked if _intent(dialogue, text) != "ask"}
    print(f"\nswallowed: {len(swallowed)} of {len(asked)}: {swallowed}")
    assert len(swallowed) <= MOST_SWALLOWED * len(asked)


@pytest.mark.parametrize("text", HELD_OUT["request_person"])
def test_a_person_can_be_reached(dialogue: TurnRunner, text: str) -> None:
    assert _intent(dialogue, text) == "request_person"


@pytest.mark.parametrize("held", [HELD_OUT, STORIES], ids=["short", "stories"])
def test_the_other_intents_are_understood(dialogue: TurnRunner, held: dict[str, list[str]]) -> None:
    others = [(want, text) for want, texts in held.items() if want != "ask" for text in texts]
    wrong = [(want, text) for want, text in others if _intent(dialogue, text) != want]
    print(f"\nmisunderstood: {len(wrong)} of {len(others)}: {wrong}")
    assert len(others) >= 60
    assert len(wrong) <= 0.05 * len(others), wrong


@pytest.mark.parametrize(
    ("opening", "question"),
    [
        ("你好，我想请问一下", "你好，我想请问一下补卡多少钱"),
        ("麻烦请问下", "麻烦请问下外汇怎么买"),
        ("我想咨询个事", "我想咨询个事，流水怎么打"),
        ("在不在呀", "在不在呀，我的卡被锁了"),
    ],
)
def test_an_opening_alone_is_greeted_and_a_question_behind_it_is_asked(
    dialogue: TurnRunner, opening: str, question: str
) -> None:
    assert _intent(dialogue, opening) == "greet"
    assert _intent(dialogue, question) == "ask"


@pytest.mark.parametrize(
    "text", ["", " ", "？", "。。。", "😀", "\u200b", "啊" * 5000, "zxqv 12 !", "紫菜蛋花汤"]
)
def test_what_nobody_understands_goes_to_the_knowledge_base(dialogue: TurnRunner, text: str) -> None:
    assert _intent(dialogue, text) == "ask"


@pytest.mark.parametrize(
    ("one", "other"),
    [("轉人工", "转人工"), ("ＨＥＬＬＯ", "hello"), ("谢\u200b谢", "谢谢"), ("信用卡額度", "信用卡额度")],
)
def test_script_width_and_hidden_characters_make_no_difference(
    dialogue: TurnRunner, one: str, other: str
) -> None:
    assert dialogue.parse(one)["intent_ranking"] == dialogue.parse(other)["intent_ranking"]


def test_questions_of_real_customers_are_not_swallowed(dialogue: TurnRunner) -> None:
    queries = shared_queries()
    swallowed = [text for text in queries if _intent(dialogue, text) != "ask"]
    print(f"\nswallowed: {len(swallowed)} of {len(queries)}")
    assert len(queries) > 500
    assert len(swallowed) <= MOST_SWALLOWED * len(queries)
