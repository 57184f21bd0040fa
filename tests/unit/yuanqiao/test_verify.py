"""`yuanqiao channels verify`: what becomes of cases made here, in words, as JSON, and by exit code."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from connectors.kit.verifying import (
    Bench,
    Case,
    CaseResult,
    CaseVerdict,
    Differs,
    NotMade,
    Unused,
    judge,
    worst,
)
from connectors.kit.verifying.cases import is_refusal
from connectors.kit.verifying.matching import Shape, difference
from hub.errors import BadInput, BadSignature
from tests.support.logging import own_logging
from yuanqiao import verifying
from yuanqiao.cli.channels import channels
from yuanqiao.verifying import verify_files

__all__ = ["own_logging"]

XML = (
    "<xml><ToUserName>gh_1</ToUserName><FromUserName>oAnna</FromUserName><CreateTime>1795900000</CreateTime>"
    "<MsgType>{kind}</MsgType>{more}<MsgId>1</MsgId></xml>"
)
SAID = XML.format(kind="text", more="<Content>怎么挂失？</Content>")

CASES: list[tuple[dict[str, Any], str, str]] = [
    ({"kind": "mp.message.text", "xml": SAID, "fields": {"Content": "怎么挂失？"}}, "passed", ""),
    ({"kind": "mp.message.text", "xml": SAID, "fields": {"Content": "怎么开户？"}}, "failed", "Content is"),
    ({"kind": "mp.message.text", "xml": SAID, "expect": "reject"}, "failed", "taken"),
    ({"kind": "mp.message.text", "xml": "<html/>"}, "failed", "refused"),
    ({"kind": "mp.message.text"}, "unsupported", "no body"),
    ({"kind": "mp.message.news", "xml": XML.format(kind="news", more="")}, "unsupported", "kind news"),
    ({"kind": "mp.reply.music", "fields": {"MsgType": "music"}}, "skipped", "no reply of kind music"),
    (
        {"kind": "mp.api_contract", "method": "GET", "endpoint": "/cgi-bin/nothing"},
        "skipped",
        "endpoint unused",
    ),
    ({"kind": "hostile.dtd", "xml": "<!DOCTYPE a><xml/>"}, "passed", ""),
    ({"kind": "hostile.none", "xml": "<xml><a>1</a></xml>"}, "failed", "taken"),
    ({"kind": "benign.control", "xml": "<root/>"}, "passed", ""),
    ({"kind": "mail.message", "xml": SAID}, "skipped", "unknown kind"),
    ({"kind": "twilio.unheard"}, "skipped", "unknown kind"),
    ({"kind": "twilio.segments", "text": "挂" * 71, "segments": 2}, "passed", ""),
    ({"kind": "twilio.segments", "text": "挂" * 71, "segments": 1}, "failed", "2 segments"),
    ({}, "skipped", "unknown kind"),
]
"""A case, its result, and words of the reason."""


def write(path: Path, *cases: dict[str, Any]) -> Path:
    path.write_text(json.dumps({"cases": list(cases)}, ensure_ascii=False), encoding="utf-8")
    return path


pytestmark = pytest.mark.usefixtures("own_logging")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write(tmp_path / "cases.json", *({"id": str(n), **case} for n, (case, _, _) in enumerate(CASES)))


async def test_each_case_gets_its_result_and_a_reason(file: Path) -> None:
    told = await verify_files([file], lambda: None)
    assert [each.verdict.result for each in told] == [result for _, result, _ in CASES]
    for each, (_, result, words) in zip(told, CASES, strict=True):
        assert words in each.verdict.reason, each
        assert bool(each.verdict.reason) == (result != "passed")


def test_the_report_is_one_object_with_every_id(file: Path) -> None:
    result = CliRunner().invoke(channels, ["verify", str(file), "--json"])
    report = json.loads(result.stdout)
    assert result.exit_code == 1
    assert report["totals"]["cases"] == len(CASES)
    (kinds,) = report["files"].values()
    listed = [each["id"] for results in kinds.values() for found in results.values() for each in found]
    assert sorted(listed, key=int) == [str(n) for n in range(len(CASES))]
    assert all(set(results) == {"passed", "failed", "unsupported", "skipped"} for results in kinds.values())


def test_the_table_names_what_did_not_pass_and_all_is_well_without_a_failure(tmp_path: Path) -> None:
    passed = {"id": "one", "kind": "mp.message.text", "xml": SAID}
    file = write(tmp_path / "few.json", passed, {"id": "other", "kind": "mail.message"})
    result = CliRunner().invoke(channels, ["verify", str(file)])
    assert result.exit_code == 0
    assert "unknown kind" in result.stdout
    assert "cases 2, passed 1, failed 0, unsupported 0, skipped 1" in result.stdout


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"cases": {}}', '{"cases": [1]}'])
async def test_what_is_no_file_of_cases_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "other.json"
    path.write_text(content)
    with pytest.raises(BadInput, match=r"other\.json"):
        await verify_files([path, tmp_path / "absent.json"], lambda: None)


async def test_a_case_on_which_the_code_breaks_fails_and_the_next_is_tried(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def breaks(_bench: Bench, kind: str, _case: Case) -> CaseVerdict | None:
        raise KeyError(kind)

    monkeypatch.setattr(verifying, "open_verifications", lambda: [breaks])
    told = await verify_files([file], lambda: None)
    assert {each.verdict.result for each in told} == {CaseResult.FAILED}
    assert told[0].verdict.reason == "it broke: KeyError: 'mp.message.text'"


@pytest.mark.parametrize(
    ("raised", "result"),
    [
        (Differs("a"), CaseResult.FAILED),
        (NotMade("a"), CaseResult.UNSUPPORTED),
        (Unused("a"), CaseResult.SKIPPED),
        (BadSignature("a"), CaseResult.FAILED),
    ],
)
async def test_what_a_try_raises_is_its_verdict(raised: Exception, result: CaseResult) -> None:
    async def attempt() -> None:
        raise raised

    verdict = await judge(attempt())
    assert verdict.result is result
    assert "a" in verdict.reason


def test_of_several_verdicts_a_failure_counts_first_and_ignorance_last() -> None:
    failed, passed, skipped = (
        CaseVerdict(each) for each in (CaseResult.FAILED, CaseResult.PASSED, CaseResult.SKIPPED)
    )
    assert worst([None, skipped, passed]) == passed
    assert worst([passed, failed, skipped]) == failed
    assert worst([None, None]) is None


@pytest.mark.parametrize(
    ("case", "refused"),
    [
        ({"expect": "reject: signature"}, True),
        ({"expect": "accept"}, False),
        ({"expect": False}, True),
        ({"expect": {"valid": False}}, True),
        ({"expect": "reject or treat as empty"}, None),
        ({"expect": "round trip returns the same"}, False),
        ({"kind": "crypto.decrypt.negative"}, True),
        ({"kind": "crypto.decrypt", "expect": {"Content": "a"}}, False),
    ],
)
def test_what_a_case_expects(case: dict[str, Any], refused: bool | None) -> None:
    assert is_refusal(case) is refused


def test_fields_are_compared_by_what_they_say() -> None:
    read = {"A": " 1 ", "List": {"item": [{"B": "2"}, {"B": "3"}]}, "Empty": ""}
    assert (
        difference(read, {"A": 1, "List": {"item": [{"B": 2}, {"B": 3}]}, "Empty": None, "Absent": ""}) == ""
    )
    assert difference(read, {"List": {"item": [{"B": 2}, {"B": 4}]}}) == 'List.item.1.B is "3" and not "4"'
    assert difference(read, {"Other": "1"}) == "Other was not read"
    assert difference({"mark": {"id": "a"}}, {"mark.id": "a"}) == ""


def test_requests_are_compared_by_shape() -> None:
    shape = Shape(free=("a.b",), own=("ours",), optional=("theirs",))
    assert shape.difference({"a": {"b": "x"}, "ours": 1}, {"a": {"b": "y"}, "theirs": 2}) == ""
    assert shape.unsent == []
    assert shape.difference({"c": 1}, {"c": 1.5}) == "c is 1 and not 1.5"
    assert shape.difference({"c": "1"}, {"c": 1}) == "c is of type str and not int"
    assert shape.difference({"d": 1}, {"c": 1}) == "d is sent, and the provider knows none"
    assert shape.difference({"c": [1]}, {"c": [1, 2]}) == "c has 1 items and not 2"
    assert shape.difference({}, {"e": {"f": 1}}) == ""
    assert "e" in shape.unsent
