"""The sets are whole: as many of each kind as they say, nothing twice, nothing from elsewhere."""

import re
from collections import Counter
from pathlib import Path

import pytest

from hub.settings import ROOT
from kb.formats import Batch, read
from kb.measuring.queries import read_queries
from yuanqiao.asking.cases import SetCase, read_cases

FOLDER = Path(__file__).parent
SINGLE = {"loss": 30, "theft": 30, "scam": 30, "complaint": 30, "person": 30, "everyday": 150}
STYLES = {"zh", "dialect", "voice", "english"}


@pytest.fixture(scope="module")
def bank() -> Batch:
    return read(ROOT / "kb" / "demo")


def cases(bank: Batch, name: str) -> list[SetCase]:
    return read_cases(FOLDER / name, [draft.article_id for _, draft in bank.articles])


def said(asked: list[SetCase]) -> list[str]:
    return [words for case in asked for turn in case.turns for words in turn.messages]


def test_there_are_three_hundred_messages_of_all_kinds_and_lengths(bank: Batch) -> None:
    asked = cases(bank, "messages.jsonl")
    assert Counter(case.kind for case in asked) == SINGLE
    for kind in SINGLE:
        styles = {style for case in asked if case.kind == kind for style in case.style}
        assert not STYLES - styles, kind
    lengths = [len(words) for words in said(asked)]
    assert min(lengths) == 2
    assert 250 < max(lengths) <= 300
    assert len(set(said(asked))) == 300


def test_there_are_forty_conversations_of_three_to_six_turns(bank: Batch) -> None:
    asked = cases(bank, "conversations.jsonl")
    assert len(asked) == 40
    assert {len(case.turns) for case in asked} == {3, 4, 5, 6}
    assert any(len(turn.messages) > 1 for case in asked for turn in case.turns)


def test_every_burst_begins_with_several_messages(bank: Batch) -> None:
    asked = cases(bank, "bursts.jsonl")
    assert len(asked) >= 5
    assert all(len(case.turns[0].messages) > 1 for case in asked)


def test_no_message_is_a_question_of_another_set_or_of_an_article(bank: Batch) -> None:
    elsewhere = {
        query.text
        for name in ("questions.jsonl", "rehearsal.jsonl")
        for query in read_queries(FOLDER.parent / name)
    }
    own = said(cases(bank, "messages.jsonl"))
    assert not elsewhere & set(own)
    similar = {words for _, draft in bank.articles for words in draft.questions}
    assert similar
    shared = {words for words in own if words in similar}
    assert len(shared) <= 0.03 * len(own), shared


def test_nothing_personal_stands_in_them(bank: Batch) -> None:
    for name in ("messages.jsonl", "conversations.jsonl", "bursts.jsonl"):
        for words in said(cases(bank, name)):
            assert not re.search(r"\d{7,}|@|1[3-9]\d{9}", words), words
