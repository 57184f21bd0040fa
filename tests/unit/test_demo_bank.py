"""The form of the demo bank's knowledge base and of the questions that measure search on it."""

import re
import unicodedata
from collections import Counter, defaultdict
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "kb" / "demo"
QUESTIONS = ROOT / "tests" / "e2e" / "questions.yml"

PLACEHOLDER = re.compile(r"\{\{([a-z]+):([a-z0-9_.]+)\}\}")
KINDS = {"rate", "fee", "amount", "date", "text", "days"}
NUMERALS = "零〇一二两三四五六七八九十百千万亿"
# 前一天, 第二天 and 下一个工作日 are no day counts; after Chinese numerals 天 is therefore let pass.
LITERAL = re.compile(
    r"\d\s*(?:[%％‰万亿元折天]|个?基点|(?:个)?工作日|美元|港元|欧元)"
    rf"|(?<![{NUMERALS}下])[{NUMERALS}]+(?:元(?!旦)|块钱|美元|个工作日)"
    r"|百分之"
)
NEARLY_EQUAL = 0.8
LONGEST_ANSWER = 500


@cache
def _articles() -> dict[str, dict[str, Any]]:
    files = sorted((DEMO / "articles").glob("*.yml"))
    topics = [yaml.safe_load(file.read_text("utf-8")) for file in files]
    assert [topic["topic"] for topic in topics] == [file.stem for file in files]
    listed = [article for topic in topics for article in topic["articles"]]
    ids = Counter(article["id"] for article in listed)
    assert [name for name, count in ids.items() if count > 1] == []
    return {article["id"]: article for article in listed}


@cache
def _values() -> dict[tuple[str, str], list[dict[str, Any]]]:
    rows = defaultdict(list)
    for row in yaml.safe_load((DEMO / "values.yml").read_text("utf-8")):
        rows[row["kind"], row["name"]].append(row)
    return {key: sorted(found, key=lambda row: row["valid_from"]) for key, found in rows.items()}


@cache
def _asked() -> dict[str, list[Any]]:
    content: dict[str, list[Any]] = yaml.safe_load(QUESTIONS.read_text("utf-8"))
    return content


def _normal(text: str) -> str:
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text).casefold())


def _known_phrasings() -> list[tuple[str, str]]:
    """Every title and similar question, normalised, with its article's id."""
    return [
        (_normal(phrase), name)
        for name, article in _articles().items()
        for phrase in (article["title"], *article["questions"])
    ]


def _literals(answer: str) -> list[str]:
    return [match[0] for match in LITERAL.finditer(PLACEHOLDER.sub("□", answer))]


def _likeness(one: str, other: str) -> float:
    """The Dice coefficient of the two texts' character bigrams."""
    left, right = ({text[i : i + 2] for i in range(len(text) - 1)} for text in (one, other))
    return 2 * len(left & right) / max(1, len(left) + len(right))


def test_there_are_enough_articles_over_enough_topics() -> None:
    assert len(_articles()) >= 200
    assert len(list((DEMO / "articles").glob("*.yml"))) >= 11


def test_each_article_has_its_form() -> None:
    for name, article in _articles().items():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
        assert 6 <= len(article["questions"]) <= 20, name
        assert all(isinstance(question, str) and question.strip() for question in article["questions"]), name
        assert 0 < len(PLACEHOLDER.sub("10 个工作日", article["answer"])) <= LONGEST_ANSWER, name
        assert isinstance(article["effective_from"], date), name
        assert article.get("effective_to", date.max) >= article["effective_from"], name
        for link in article.get("links", []):
            assert link["title"], name
            assert link["url"].startswith("https://www.yuanqiao-bank.example/"), name


def test_some_articles_end_and_some_begin_later() -> None:
    assert any("effective_to" in article for article in _articles().values())
    assert len({article["effective_from"] for article in _articles().values()}) > 2


def test_no_phrasing_is_shared() -> None:
    counted = Counter(phrase for phrase, _ in _known_phrasings())
    assert [phrase for phrase, count in counted.items() if count > 1] == []


def test_no_answer_writes_a_figure_itself() -> None:
    found = {name: _literals(article["answer"]) for name, article in _articles().items()}
    assert {name: literals for name, literals in found.items() if literals} == {}


@pytest.mark.parametrize(
    "answer",
    ["手续费 10 元。", "利率为 3.1%。", "3 个工作日内到账", "五十元起", "保留 30 天", "最高 5 万", "打 9 折"],
)
def test_a_planted_figure_is_seen(answer: str) -> None:
    assert _literals(answer)


def test_every_placeholder_has_a_value_today_and_ever_after() -> None:
    for name, article in _articles().items():
        for kind, value_name in PLACEHOLDER.findall(article["answer"]):
            rows = _values().get((kind, value_name), [])
            assert rows, f"{name}: {kind}:{value_name} is not in values.yml"
            assert rows[0]["valid_from"] <= min(article["effective_from"], date.today()), value_name
            assert "valid_to" not in rows[-1], value_name


def test_answers_have_no_broken_placeholder_and_name_every_value() -> None:
    named = set()
    for name, article in _articles().items():
        named |= set(PLACEHOLDER.findall(article["answer"]))
        assert not re.search(r"[{}]", PLACEHOLDER.sub("", article["answer"])), name
    assert named == set(_values())


def test_values_follow_one_another_without_gap_or_overlap() -> None:
    assert {kind for kind, _ in _values()} == KINDS
    assert len({name for _, name in _values()}) == len(_values()), "a name has one kind"
    for (_, name), rows in _values().items():
        for earlier, later in pairwise(rows):
            assert earlier.get("valid_to") == later["valid_from"] - timedelta(days=1), name
    assert any(len(rows) > 1 for rows in _values().values())


def test_values_are_of_their_kind() -> None:
    for (kind, name), rows in _values().items():
        for row in rows:
            assert isinstance(row["value"], str), name
            if kind in {"rate", "fee", "amount", "days"}:
                assert re.fullmatch(r"\d+(\.\d+)?", row["value"]), name
                assert row["unit"], name
            elif kind == "date":
                date.fromisoformat(row["value"])


def test_the_measuring_questions_have_their_form() -> None:
    questions = _asked()["questions"]
    assert len(questions) == 40
    assert [bool(item.get("e2e")) for item in questions] == [True] * 20 + [False] * 20
    assert len(_asked()["out_of_scope"]) == 10
    for item in questions:
        expected = item["article"] if isinstance(item["article"], list) else [item["article"]]
        for name in expected:
            article = _articles().get(name)
            assert article is not None, f"{item['question']}: there is no article {name}"
            assert article["effective_from"] <= date.today(), name


def test_no_measuring_question_is_a_known_phrasing() -> None:
    asked = [item["question"] for item in _asked()["questions"]] + _asked()["out_of_scope"]
    alike = [
        (question, phrase, name)
        for question in asked
        for phrase, name in _known_phrasings()
        if _likeness(_normal(question), phrase) >= NEARLY_EQUAL
    ]
    assert alike == []
    assert _likeness(_normal("卡丢了咋办"), _normal("卡丢了，咋办？")) == 1
