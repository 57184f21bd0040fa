"""What a rule's action asks for, and what the customer is told."""

import pytest

from diversion.rules import Action, Conditions, DiversionRule, LiveRule
from diversion.saying import AWAITED, way_of
from hub.messages import RequestPerson
from hub.ports.diversion import Way


def way(kind: str, *, awaited: bool = False) -> Way:
    action = Action.model_validate({"kind": kind})
    rule = DiversionRule(name="规则", place=1, conditions=Conditions(tiers=("gold",)), action=action)
    live = LiveRule(rule_id="r1", version=1, rule=rule)
    return way_of(live, language="zh", hotline="95588", awaited=awaited, note={})


def wish(found: Way) -> RequestPerson:
    (command,) = found.commands
    assert isinstance(command, RequestPerson)
    return command


def test_video_asks_for_somebody_with_video_who_says_whether_they_are_there() -> None:
    found = way("video")
    assert (wish(found).medium, wish(found).tells, wish(found).facts) == ("video", True, {"wants": "视频"})
    assert "95588" in found.words
    assert "邀请" not in found.words, "whether there will be a call, the request itself has to say"


@pytest.mark.parametrize("kind", ["person", "video"])
def test_who_waits_already_is_asked_for_by_no_other_medium(kind: str) -> None:
    """They may have been led to a chat meanwhile, for want of somebody with video."""
    found = way(kind, awaited=True)
    assert (wish(found).medium, wish(found).tells) == ("chat", False)
    assert found.words == AWAITED["zh"].replace("{hotline}", "95588")
