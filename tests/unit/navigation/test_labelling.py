"""What the bot was unsure of: what is kept of it, and what becomes an example."""

from pathlib import Path

import pytest
import yaml

from hub.errors import BadInput
from navigation.intents import intents, is_intent
from navigation.labelling import examples_of, write
from navigation.unsure import candidates

ASK = {"name": "ask", "confidence": 0.9}


def intent(name: str, confidence: float) -> dict[str, object]:
    return {"name": name, "confidence": confidence}


@pytest.mark.parametrize(
    ("heard", "answered", "likely"),
    [
        ([ASK, intent("check_balance", 0.15)], True, ["check_balance"]),
        ([ASK, intent("check_balance", 0.05)], True, []),
        ([ASK, intent("check_balance", 0.05)], False, ["check_balance"]),
        ([ASK, intent("thanks", 0.3)], False, []),
        ([intent("check_balance", 0.9), intent("statement", 0.1)], True, []),
        ([intent("check_balance", 0.3), intent("statement", 0.25)], True, ["check_balance", "statement"]),
        ([intent("thanks", 0.3)], True, []),
        ([], True, []),
        ([{"name": None, "confidence": 0.0}], False, []),
    ],
)
def test_what_is_worth_a_look(heard: list[dict[str, object]], answered: bool, likely: list[str]) -> None:
    assert [each["name"] for each in candidates(heard, answered=answered)] == likely


@pytest.mark.parametrize(
    ("text", "example"),
    [
        ("查余额", "查余额"),
        ("[查余额](amount) 的 /check_passed{}", "查余额 amount 的 /check_passed"),
        ("- 卡号 [卡号 尾号 1111]", "卡号 卡号 尾号 1111"),
        ("/check_passed", "check_passed"),
        ("****", ""),
        ("打 138****5678", "打 138 5678"),
    ],
)
def test_nothing_in_an_example_is_read_as_markup(text: str, example: str) -> None:
    assert examples_of([("check_balance", text)]) == ({"check_balance": [example]} if example else {})


def test_the_file_is_training_data_and_is_gone_where_nothing_is_labelled(tmp_path: Path) -> None:
    file = tmp_path / "labelled.yml"
    write(examples_of([("b", "怎么办"), ("a", "查余额: 今天"), ("a", "查余额: 今天")]), file)
    blocks = yaml.safe_load(file.read_text("utf-8"))["nlu"]
    assert [each["intent"] for each in blocks] == ["a", "b"]
    assert blocks[0]["examples"] == "- 查余额: 今天\n"
    write({}, file)
    assert not file.exists()
    with pytest.raises(BadInput):
        write({"a": ["x"]}, tmp_path / "missing" / "labelled.yml")


def test_every_intent_that_may_be_chosen_has_an_example() -> None:
    assert len(intents()) > 60
    assert all(each.example for each in intents())
    assert is_intent("check_balance")
    assert not is_intent("ask")
    assert not is_intent("check_passed")
