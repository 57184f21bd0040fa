"""What the house says for itself: the hotline in every notice, in the language of the customer's words."""

from dataclasses import replace

import pytest

from hub.conversation import notices
from hub.messages import Facts
from tests.unit.hub.spine import Spine

HOTLINE = "95599"


@pytest.mark.parametrize(
    ("words", "known", "english"),
    [
        ("怎么挂失", None, False),
        ("ATM 吞了我的 card", None, False),
        ("how do i change my pin", None, True),
        ("OK", None, False),
        ("88", None, False),
        ("88", "en-GB", True),
        ("怎么挂失", "en", False),
        ("my card is gone", "zh-CN", True),
    ],
)
async def test_notices_speak_the_customers_language(
    spine: Spine, words: str, known: str | None, english: bool
) -> None:
    turn = replace(await spine.open_turn(words), facts=Facts(language=known))
    said = [make(turn, HOTLINE).text for make in (notices.late, notices.failed, notices.person_requested)]
    said.append(notices.offer_person(turn).prompt)
    assert [text.isascii() for text in said] == [english] * 4
    assert all(HOTLINE in text for text in said[:3])
