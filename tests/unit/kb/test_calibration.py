"""A calibration as a file, its thresholds, and the commands that make and use one."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hub.errors import BadInput, SetupError
from hub.settings import ROOT
from kb import calibration
from kb.calibration import NEVER, Calibration, LikelihoodModel, Risks, ThresholdPoint
from kb.cli.knowledge import kb
from kb.decide import Judge, Judgement
from kb.evidence import FEATURES, Evidence
from kb.formats import read
from kb.measuring.queries import hidden_sample, read_queries

KEYS = [
    "n",
    "r_at_1",
    "r_at_3",
    "mrr",
    "answered",
    "answered_wrong",
    "offered",
    "offered_with_right_one",
    "abstained",
    "hidden_n",
    "hidden_answered",
    "oos_n",
    "oos_answered",
    "p50_ms",
    "p99_ms",
]
POINTS = (
    ThresholdPoint(0.3, 0.9, 0.08, 0.2, 0.0),
    ThresholdPoint(0.6, 0.7, 0.03, 0.07, 0.0),
    ThresholdPoint(0.9, 0.3, 0.01, 0.01, 0.0),
)


def weights(**given: float) -> dict[str, float]:
    return dict.fromkeys(FEATURES, 0.0) | given


def found(**given: float) -> Evidence:
    usual = dict.fromkeys(Evidence.__slots__, 0.0) | {"score": 0.5, "similarity": 0.5}
    usual |= {"covered": 0.5, "shared": 3.0}
    return Evidence(**(usual | given))


MADE = Calibration(LikelihoodModel(-2.0, weights(core=5.0)), LikelihoodModel(0.0, weights(core=2.0)), POINTS)


def test_the_lowest_threshold_that_keeps_both_risks() -> None:
    assert MADE.thresholds(Risks(wrong=0.03, unfounded=0.08)).answer == 0.6
    assert MADE.thresholds(Risks(wrong=0.03, unfounded=0.05)).answer == 0.9
    assert MADE.thresholds(Risks(wrong=0.10, unfounded=0.20)).answer == 0.3
    assert MADE.thresholds(Risks(wrong=0.001)).answer == NEVER
    assert MADE.thresholds(Risks(useless=0.75)).offer == 0.25


def test_the_three_verdicts() -> None:
    judge = Judge(MADE, Risks(unfounded=0.08, useless=0.45))
    assert judge.verdict(found(core=0.6)) is Judgement.ANSWER
    assert judge.verdict(found(core=0.4)) is Judgement.OFFER
    assert judge.verdict(found(core=0.0)) is Judgement.ABSTAIN
    assert judge.verdict(found(core=0.6, conflict=1.0)) is Judgement.OFFER
    assert judge.verdict(found(core=0.6, foreign=1.0)) is Judgement.OFFER
    assert judge.verdict(found(core=0.6, undecided=1.0)) is Judgement.OFFER
    assert judge.verdict(found(core=0.6, lacking=1.0)) is Judgement.OFFER
    assert judge.verdict(found(core=0.6, covered=0.2)) is Judgement.OFFER
    assert judge.verdict(found(core=0.6, covered=0.05)) is Judgement.ABSTAIN
    assert judge.verdict(found(core=0.6, shared=0.0)) is Judgement.ABSTAIN
    assert judge.verdict(found(core=0.0, covered=0.7)) is Judgement.OFFER
    literal = found(core=0.0, undecided=1.0, lead=0.02, similarity=0.95)
    assert judge.verdict(literal) is Judgement.ANSWER


def test_a_calibration_survives_its_file(tmp_path: Path) -> None:
    MADE.save(tmp_path / "c.json")
    assert calibration.load(tmp_path / "c.json") == MADE


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 1}'])
def test_what_is_no_calibration_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "c.json").write_text(text)
    with pytest.raises(SetupError, match="no calibration"):
        calibration.load(tmp_path / "c.json")


def test_one_for_other_features_is_refused(tmp_path: Path) -> None:
    other = replace(MADE, answer=LikelihoodModel(0.0, {"length": 1.0}))
    other.save(tmp_path / "c.json")
    with pytest.raises(SetupError, match="another version"):
        calibration.load(tmp_path / "c.json")


def test_the_shipped_one_answers_within_the_default_risks() -> None:
    shipped = calibration.load(calibration.SHIPPED)
    assert shipped.thresholds(shipped.risks).answer < 1
    assert shipped.risks.unfounded == 0.045


def test_a_line_that_is_no_query_is_named(tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text('{"query": "怎么挂失", "gold": ["a"]}\n{"question": "？"}\n', "utf-8")
    with pytest.raises(BadInput, match="line 2"):
        read_queries(tmp_path / "q.jsonl")


def small_bank(folder: Path) -> tuple[Path, Path]:
    """Eight articles and a question to each, as JSON Lines."""
    things = ["借记卡", "信用卡", "存折", "社保卡", "电子钱包", "保管箱", "网银盾", "支票本"]
    articles = [
        {"id": f"a{number}", "title": f"{thing}丢了怎么办", "aliases": [f"怎么挂失{thing}", f"{thing}不见了"]}
        for number, thing in enumerate(things)
    ]
    asked = [{"query": f"我的{thing}丢了", "gold": [f"a{number}"]} for number, thing in enumerate(things)]
    knowledge, queries = folder / "kb.jsonl", folder / "q.jsonl"
    knowledge.write_text("\n".join(json.dumps(each) for each in articles), "utf-8")
    queries.write_text("\n".join(json.dumps(each) for each in asked), "utf-8")
    return knowledge, queries


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(kb, [str(argument) for argument in arguments], catch_exceptions=True)


def test_evaluate_prints_one_object_with_every_key(tmp_path: Path) -> None:
    knowledge, queries = small_bank(tmp_path)
    outside = tmp_path / "oos.jsonl"
    outside.write_text('{"query": "今天天气怎么样"}\n', "utf-8")
    options = ["--hide-fraction", "0.25", "--seed", "3", "--out-of-scope", outside, "--json"]
    result = run("evaluate", "--knowledge", knowledge, "--queries", queries, *options)
    assert result.exit_code == 0, result.output
    counts = json.loads(result.stdout)
    assert list(counts) == KEYS
    assert (counts["n"], counts["hidden_n"], counts["oos_n"]) == (6, 2, 1)
    assert counts["answered"] + counts["offered"] + counts["abstained"] == 6
    assert counts["r_at_1"] == 1.0


def test_a_question_without_an_article_is_refused(tmp_path: Path) -> None:
    knowledge, queries = small_bank(tmp_path)
    queries.write_text('{"query": "怎么挂失", "gold": ["nowhere"]}\n', "utf-8")
    result = run("evaluate", "--knowledge", knowledge, "--queries", queries, "--json")
    assert isinstance(result.exception, BadInput)


def test_too_few_questions_make_no_calibration(tmp_path: Path) -> None:
    knowledge, queries = small_bank(tmp_path)
    result = run("calibrate", "--knowledge", knowledge, "--queries", queries, "--out", tmp_path / "c.json")
    assert isinstance(result.exception, BadInput)
    assert not (tmp_path / "c.json").exists()


def test_calibrate_writes_a_calibration_and_its_picture(tmp_path: Path) -> None:
    out, plot = tmp_path / "c.json", tmp_path / "c.png"
    demo = ROOT / "kb" / "demo"
    options = ["--out-of-scope", demo / "elsewhere.jsonl", "--out", out, "--plot", plot]
    result = run("calibrate", "--knowledge", demo, "--queries", demo / "questions.jsonl", *options)
    assert result.exit_code == 0, result.output
    assert calibration.load(out).thresholds(Risks()).answer < 1
    assert plot.read_bytes().startswith(b"\x89PNG")


def test_hiding_is_repeatable_and_takes_the_fraction() -> None:
    batch = read(ROOT / "kb" / "demo")
    hidden = hidden_sample(batch, 0.2, 7)
    assert hidden == hidden_sample(batch, 0.2, 7) != hidden_sample(batch, 0.2, 8)
    assert len(hidden) == round(0.2 * len(batch.articles))
