"""`yuanqiao channels verify` on the recorded cases: none fails, and one that says something else would."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from connectors.kit.verifying import CaseResult
from tests.support.logging import own_logging
from tests.support.recorded import FOLDER, needs_recorded
from yuanqiao.cli.channels import channels
from yuanqiao.verifying import VerifiedCase, totals, verify_files

__all__ = ["own_logging"]

FILES = sorted(FOLDER.glob("*.json"))
MOST_UNSUPPORTED = 0.05

REFUSED = ("hostile.", "crypto.decrypt.negative", "crypto.decrypt.hostile")
VECTORS = (
    "crypto.verify_url",
    "crypto.decrypt",
    "crypto.decrypt_raw",
    "crypto.encrypt",
    "signature.mp_plain",
)

pytestmark = needs_recorded


async def verified(*files: Path) -> list[VerifiedCase]:
    return await verify_files(files, lambda: None)


@pytest.fixture
async def told() -> list[VerifiedCase]:
    return await verified(*FILES)


def test_no_case_fails_and_what_is_not_supported_is_little_and_named(told: list[VerifiedCase]) -> None:
    counted = totals(told)
    assert [each for each in told if each.verdict.result is CaseResult.FAILED] == []
    assert counted["cases"] == sum(len(json.loads(file.read_text())["cases"]) for file in FILES) > 400
    assert counted["unsupported"] <= MOST_UNSUPPORTED * counted["cases"]
    unnamed = [
        each for each in told if each.verdict.result is not CaseResult.PASSED and not each.verdict.reason
    ]
    assert unnamed == []


def test_what_is_hostile_is_refused_and_all_vectors_hold(told: list[VerifiedCase]) -> None:
    hostile = [each for each in told if each.kind.startswith(REFUSED)]
    vectors = [each for each in told if each.kind.startswith(VECTORS)]
    assert len(hostile) >= 28
    assert len(vectors) >= 34
    assert {each.verdict.result for each in (*hostile, *vectors)} == {CaseResult.PASSED}


@pytest.mark.usefixtures("own_logging")
def test_a_case_that_says_something_else_fails(tmp_path: Path, told: list[VerifiedCase]) -> None:
    """The control: of each case that passed, what it expects is changed."""
    passed = {each.id for each in told if each.verdict.result is CaseResult.PASSED}
    changed = list(_changed(passed))
    assert len({each["kind"] for each in changed}) >= 50
    file = tmp_path / "changed.json"
    file.write_text(json.dumps({"cases": changed}), encoding="utf-8")
    result = CliRunner().invoke(channels, ["verify", str(file), "--json"])
    assert result.exit_code == 1
    (kinds,) = json.loads(result.stdout)["files"].values()
    taken = [each["id"] for results in kinds.values() for each in results["passed"]]
    assert taken == []


def _changed(passed: set[str]) -> Iterator[dict[str, Any]]:
    for file in FILES:
        for case in json.loads(file.read_text(encoding="utf-8"))["cases"]:
            if case["id"] in passed:
                for number, other in enumerate(_otherwise(copy.deepcopy(case))):
                    yield {**other, "id": f"{case['id']} changed {number}"}


def _otherwise(case: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The case with what is expected changed, in each way that it has."""
    yield from _other_words(case)
    yield from _other_outcome(case)
    if case["kind"].startswith("twilio."):
        yield from _other_twilio(case)
    elif case["kind"].endswith(("api_contract", "api_response")):
        yield from _other_call(case)


CALLBACKS = (
    "mp.message",
    "mp.event",
    "work.message",
    "work.event",
    "miniprogram.message",
    "miniprogram.event",
)
REPLIES = ("mp.reply", "work.reply")


def _other_words(case: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if "expect_plaintext" in case:
        yield {**case, "expect_plaintext": case["expect_plaintext"] + "x"}
    if "expect_sha1" in case:
        yield {**case, "expect_sha1": "0" * 40}
    if "expect_encrypted_xml" in case:
        other = case["expect_encrypted_xml"].replace("<Encrypt><![CDATA[", "<Encrypt><![CDATA[A")
        yield {**case, "expect_encrypted_xml": other}
    if case["kind"].startswith((*CALLBACKS, *REPLIES)):
        name = next(iter(case["fields"]))
        yield {**case, "fields": {**case["fields"], name: "somebody else"}}
        yield {**case, "fields": {**case["fields"], "Unheard": "of"}}


def _other_outcome(case: dict[str, Any]) -> Iterator[dict[str, Any]]:
    kind, expect = case["kind"], case.get("expect")
    if kind.startswith((*CALLBACKS, "work.kf.inbound")):
        yield {**case, "expect": "reject"}
    if kind.startswith(("crypto.verify", "crypto.decrypt", "signature.")) and isinstance(expect, str):
        if expect.startswith("reject:") or expect == "reject":
            yield {**case, "expect": "accept"}
        elif expect == "accept":
            yield {**case, "expect": "reject"}
    if kind.startswith("hostile."):
        yield {**case, "xml": "<xml><FromUserName>a</FromUserName></xml>", "xml_recipe": None}
    if kind.startswith("benign."):
        yield {**case, "xml": "<!DOCTYPE a><root/>"}
    if kind.startswith("work.kf.inbound"):
        yield {**case, "item": {**case["item"], "msgtype": "unheard_of", "unheard_of": {}}}


def _other_twilio(case: dict[str, Any]) -> Iterator[dict[str, Any]]:
    match case:
        case {"kind": "twilio.api_example", "method": "POST"}:
            yield {**case, "response": {**case["response"], "sid": "no id"}}
        case {"kind": "twilio.enum"}:
            yield {**case, "values": [*case["values"], "unheard"]}
        case {"kind": "twilio.api_params"}:
            yield {**case, "required": ["To", "ContentSid"]}
            yield {**case, "params": {key: rule for key, rule in case["params"].items() if key != "Body"}}


def _other_call(case: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if case["kind"].endswith("api_response"):
        if "media_id" in case["response"]:
            yield {**case, "response": {"errcode": 0, "errmsg": "ok"}}
        return
    yield {**case, "method": "PUT"}
    yield {**case, "multipart": not case["multipart"]}
    if isinstance(case["request"], dict):
        for name in case["request"]:
            if name not in LEFT_OUT:
                renamed = {f"not_{key}" if key == name else key: v for key, v in case["request"].items()}
                yield {**case, "request": renamed}


LEFT_OUT = frozenset(
    """
    customservice miniprogram toparty totag duplicate_check_interval voice_format limit servicer_userid
    """.split()  # noqa: SIM905  (a list of words reads best as words)
)
"""What the provider lets one leave out, and the house does."""
