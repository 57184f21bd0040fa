"""The form of a set: what it takes, and that every mistake is named with its line."""

import json
from pathlib import Path
from typing import Any

import pytest

from hub.errors import BadInput
from yuanqiao.asking.cases import AnswerOutcome, read_cases

ARTICLES = ["card-loss", "card-fees", "loan-apply"]
MESSAGE = {"id": "m-1", "kind": "loss", "say": "卡丢了", "want": {"accept": ["freeze"]}}
TURN = {"say": ["卡丢了", "快点"], "want": {"accept": ["answer"], "articles": ["card-*"]}}
CONVERSATION = {"id": "c-1", "kind": "subject", "style": ["voice"], "turns": [TURN, TURN]}


def write(tmp_path: Path, *lines: Any) -> Path:
    path = tmp_path / "set.jsonl"
    said = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    path.write_text("\n".join(said), "utf-8")
    return path


def test_messages_conversations_and_queries_are_cases(tmp_path: Path) -> None:
    query = {"query": "补卡多少钱", "gold": ["card-fees"]}
    message, conversation, asked = read_cases(write(tmp_path, MESSAGE, "", CONVERSATION, query), ARTICLES)
    assert message.turns[0].messages == ("卡丢了",)
    assert message.turns[0].want.is_urgent
    assert message.turns[0].want.may_be_urgent
    assert conversation.style == ("voice",)
    assert [turn.messages for turn in conversation.turns] == [("卡丢了", "快点")] * 2
    assert not conversation.turns[0].want.may_be_urgent
    assert asked.id == "set-004"
    assert asked.turns[0].want.accept == (AnswerOutcome.ANSWER, AnswerOutcome.OFFER)


def changed(line: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {name: value for name, value in (line | fields).items() if value is not ...}


def wanting(**fields: Any) -> dict[str, Any]:
    return changed(MESSAGE, want={"accept": ["freeze"]} | fields)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "no JSON object"),
        ("[]", "no JSON object"),
        (changed(MESSAGE, id=...), "id: Field required"),
        (changed(MESSAGE, id="Ä"), "id: "),
        (changed(MESSAGE, say=""), "say"),
        (changed(MESSAGE, say=["one"]), "say"),
        (changed(MESSAGE, say=7), "say"),
        (changed(MESSAGE, more=1), "more: Extra inputs"),
        (changed(MESSAGE, want=...), "want: Field required"),
        (wanting(accept=[]), "want.accept"),
        (wanting(accept=["happiness"]), "want.accept.0"),
        (wanting(accept=["answer"]), "`articles`"),
        (wanting(language="fr"), "want.language"),
        (wanting(option="1"), "want.option"),
        (wanting(tact="yes"), "want.tact"),
        (wanting(articles=["no-such"]), "no article is called no-such"),
        (wanting(relevant=["loan-*", "lone-*"]), "no article is called lone-*"),
        (wanting(also=[["card-lost"]]), "no article is called card-lost"),
        (wanting(never_answered=["card-lost"]), "no article is called card-lost"),
        (changed(CONVERSATION, turns=[]), "turns"),
        ({"query": "卡", "gold": []}, "gold"),
        (MESSAGE, "the id m-1 stands twice"),
    ],
)
def test_a_mistake_is_named_with_its_line(line: Any, words: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as raised:
        read_cases(write(tmp_path, MESSAGE, line, changed(MESSAGE, id="m-2")), ARTICLES)
    assert raised.value.detail.startswith("set.jsonl: line 2: ")
    assert words in raised.value.detail
    assert "line 1" not in raised.value.detail
    assert "line 3" not in raised.value.detail


def test_every_mistake_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as raised:
        read_cases(write(tmp_path, "{", MESSAGE, wanting(accept=["x"]), MESSAGE), ARTICLES)
    places = [each.split(": ")[1] for each in raised.value.detail.splitlines()]
    assert set(places) == {"line 1", "line 3", "line 4"}


@pytest.mark.parametrize(("content", "words"), [(b"\xff", "UTF-8"), (b"\n\n", "nothing in it")])
def test_what_is_no_set_is_said(content: bytes, words: str, tmp_path: Path) -> None:
    (tmp_path / "set.jsonl").write_bytes(content)
    with pytest.raises(BadInput, match=words):
        read_cases(tmp_path / "set.jsonl", ARTICLES)
