"""Business intents on utterances that were written before the examples: told apart, or left out of scope."""

import json
from pathlib import Path

import pytest
import yaml

from bot.components import sentence_vectors
from bot.components.business_intents import BusinessIntents
from bot.components.normalise import normalise
from bot.dialogue import TurnRunner
from bot.inputs import DATA, ROOT

HERE = Path(__file__).parent / "data"
FIRST, LATER = (
    yaml.safe_load((HERE / name).read_text("utf-8"))
    for name in ("held_out_business.yml", "held_out_business_later.yml")
)
OUT_OF_SCOPE = {"ask", "out_of_scope"}
AS_IT_RUNS, WITH_MEANING = ["book_appointment"], list[str]()
"""What the meaning is looked at for: intents that begin a dialogue, or all of them."""


def _heard(dialogue: TurnRunner, held: dict[str, list[str]]) -> list[tuple[str, str, str]]:
    texts = [(intent, str(text)) for intent, texts in held.items() for text in texts]
    found = [(intent, text, str(dialogue.parse(text)["intent"]["name"])) for intent, text in texts]
    # Out of scope, and not sure what: the knowledge base decides in both cases.
    return [(intent, text, "out_of_scope" if name in OUT_OF_SCOPE else name) for intent, text, name in found]


def _business_intents(dialogue: TurnRunner) -> BusinessIntents:
    (found,) = (
        node._component
        for node in dialogue.model.runner._nodes.values()
        if isinstance(node._component, BusinessIntents)
    )
    return found


def _texts(held: dict[str, list[str]]) -> list[str]:
    return [normalise(str(text)) for texts in held.values() for text in texts]


def test_held_out_utterances_are_not_among_the_examples() -> None:
    folder = DATA / "nlu"
    files = [*sorted(folder.glob("business_*.yml")), *sorted(folder.glob("out_of_scope*.yml"))]
    examples = {
        normalise(line.strip()[2:]) for path in files for line in path.read_text("utf-8").splitlines()
    }
    assert len(FIRST) > 55
    assert len(_texts(FIRST)) > 340
    assert len(_texts(LATER)) > 140
    assert not set(_texts(FIRST)) & examples
    assert not set(_texts(LATER)) & {*examples, *_texts(FIRST)}


@pytest.mark.parametrize(
    ("meaning_for", "least", "least_recall", "least_precision"),
    [(AS_IT_RUNS, 0.95, 0.9, 0.95), (WITH_MEANING, 0.95, 0.9, 0.95)],
    ids=["as it runs", "with meaning"],
)
def test_held_out_utterances_are_understood(
    dialogue: TurnRunner,
    monkeypatch: pytest.MonkeyPatch,
    meaning_for: list[str],
    least: float,
    least_recall: float,
    least_precision: float,
) -> None:
    monkeypatch.setitem(_business_intents(dialogue)._config, "meaning_for", meaning_for)
    heard = [*_heard(dialogue, FIRST), *_heard(dialogue, LATER)]
    inside = [each for each in heard if each[0] != "out_of_scope"]
    wrong = [each for each in inside if each[0] != each[2]]
    wanted = {text for want, text, _ in heard if want == "out_of_scope"}
    found = {text for _, text, name in heard if name == "out_of_scope"}
    recall, precision = len(wanted & found) / len(wanted), len(wanted & found) / len(found)
    print(f"\nin scope: {1 - len(wrong) / len(inside):.3f} of {len(inside)}; wrong: {wrong}")
    print(f"out of scope: recall {recall:.3f}, precision {precision:.3f}; missed: {wanted - found}")
    assert len(wrong) <= (1 - least) * len(inside)
    assert recall >= least_recall
    assert precision >= least_precision


def test_messages_written_as_customers_write_are_understood(dialogue: TurnRunner) -> None:
    """Of those of `tests/knowledge` that ask for what an intent names: the label is the article's."""
    intents = yaml.safe_load((HERE / "intents_of_articles.yml").read_text("utf-8"))
    files = [ROOT / "tests" / "knowledge" / name for name in ("questions.jsonl", "rehearsal.jsonl")]
    asked = [json.loads(line) for path in files for line in path.read_text("utf-8").splitlines()]
    wanted = [
        (each["query"], {intent for article in each["gold"] for intent in intents.get(article, ())})
        for each in asked
    ]
    meant = [(text, right) for text, right in wanted if right]
    heard = [(text, right, dialogue.parse(text)["intent"]["name"]) for text, right in meant]
    wrong = [each for each in heard if each[2] not in each[1]]
    unsure = [each for each in wrong if each[2] in OUT_OF_SCOPE]
    print(f"\nas customers write: {1 - len(wrong) / len(heard):.3f} of {len(heard)}; unsure {len(unsure)}")
    assert len(heard) > 200
    assert len(wrong) <= 0.15 * len(heard)


def test_without_sentence_vectors_plain_requests_are_still_understood(
    dialogue: TurnRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sentence_vectors, "_encoder", lambda: None)
    for text, intent in (
        ("查余额", "check_balance"),
        ("信用卡年费", "credit_card_fee"),
        ("购汇", "buy_currency"),
    ):
        assert dialogue.parse(text)["intent"]["name"] == intent


def test_what_it_was_not_sure_of_names_the_likeliest_intents(dialogue: TurnRunner) -> None:
    heard = dialogue.parse("我想问一下那个业务")
    assert heard["intent"]["name"] == "ask"
    names = [each["name"] for each in heard["intent_ranking"]]
    assert names[0] == "ask"
    assert len(names) == 5
    assert {"check_balance", "credit_card_bill", "list_transactions", "replace_card"} & set(names)
