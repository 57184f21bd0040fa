"""Scripts are checked when they are read, and lead through their steps in one order."""

import itertools
from typing import Any

import pytest
import yaml

from hub.errors import BadInput
from tests.unit.video.sealed import SCRIPTS
from video.flows.progress import FlowProgress, StepRefused
from video.flows.questionnaire import read_questionnaire
from video.flows.script import read_script

NAMES = {
    "wealth_risk",
    "loan_interview",
    "company_account",
    "card_interview",
    "risk_disclosure",
    "video_counter",
    "video_service",
}


def test_every_script_that_comes_along_is_right() -> None:
    read = {path.stem: read_script(path.read_bytes()) for path in SCRIPTS.glob("*.yml")}
    assert set(read) == NAMES
    assert all(name == script.script for name, script in read.items())
    assert [name for name, script in read.items() if not script.recorded] == ["video_service"]


def change(name: str, **values: Any) -> bytes:
    script = yaml.safe_load((SCRIPTS / f"{name}.yml").read_bytes())
    return yaml.safe_dump(script | values).encode()


STEP = {"step": "x", "kind": "say", "zh": "说", "en": "say"}


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"steps": [STEP]}, "begins with the customer's consent"),
        ({"steps": []}, "at steps"),
        ({"recorded": False}, "consent is the first step of what is recorded"),
        ({"version": 0}, "at version"),
        ({"version": "1"}, "at version"),
        ({"unknown": 1}, "at unknown"),
        ({"script": "Bad Name"}, "at script"),
        ({"recorded": False, "steps": [STEP, STEP]}, "two steps have one name"),
        ({"recorded": False, "steps": [STEP | {"kind": "ask"}]}, "which answers let the flow go on"),
        ({"recorded": False, "steps": [STEP | {"answers": ["是"]}]}, "no answer is waited for"),
        ({"recorded": False, "steps": [STEP | {"faces": True}]}, "faces are looked for"),
        ({"recorded": False, "steps": [STEP | {"kind": "suitability"}]}, "a questionnaire comes before"),
    ],
)
def test_a_script_that_is_wrong_is_refused(values: dict[str, Any], told: str) -> None:
    with pytest.raises(BadInput, match=told):
        read_script(change("card_interview", **values))


@pytest.mark.parametrize("data", [b"", b"[", b"\xff\xfe", b"- 1", b"!!python/object/apply:os.system [ls]"])
def test_what_is_no_script_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput):
        read_script(data)


def test_steps_go_one_after_the_other() -> None:
    progress = FlowProgress(read_script((SCRIPTS / "card_interview.yml").read_bytes()))

    def why(step: str, answer: str | None = None) -> str:
        with pytest.raises(StepRefused) as refused:
            progress.check(step, answer)
        return str(refused.value.fields["why"])

    assert why("identity") == "consent_first"
    assert why("consent", "不同意") == "answer"
    assert why("consent") == "answer"
    progress = progress.do("consent", "同意")
    assert why("consent", "同意") == "done"
    assert why("own_will", "是") == "skipped"
    assert why("nothing") == "no_step"
    for step, answer in (
        ("identity", None),
        ("own_will", "是"),
        ("fees", None),
        ("understood", "已了解"),
        ("signature", None),
    ):
        assert step in progress.missing
        progress = progress.do(step, answer)
    assert (progress.missing, progress.next) == ((), None)


def test_the_questionnaire_gives_every_rating_and_no_sum_falls_between() -> None:
    asked = read_questionnaire("wealth_risk")
    places = [range(len(each.options)) for each in asked.questions]
    names = [each.question for each in asked.questions]
    found = [asked.score(dict(zip(names, chosen, strict=True))) for chosen in itertools.product(*places)]
    assert {band.rating for _, band in found} == {1, 2, 3, 4, 5}
    rising = sorted((points, band.rating) for points, band in found)
    assert [rating for _, rating in rising] == sorted(rating for _, rating in rising)
