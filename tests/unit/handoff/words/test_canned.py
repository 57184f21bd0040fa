"""Canned replies: how they are found, and which variables they may have."""

import pytest

from handoff.words.canned import VARIABLES, check_reply, initials_of
from hub.errors import BadInput


@pytest.mark.parametrize(
    ("title", "initials"),
    [("年费说明", "nfsm"), ("VIP 客户问候", "vipkhwh"), ("挂失（24 小时）", "gs24xs"), ("！", "")],
)
def test_a_title_is_found_by_its_initials(title: str, initials: str) -> None:
    assert initials_of(title) == initials


def test_a_variable_that_nobody_fills_is_refused() -> None:
    check_reply("".join(f"{{{name}}}" for name in VARIABLES))
    with pytest.raises(BadInput, match="余额"):
        check_reply("您的余额是{余额}")
