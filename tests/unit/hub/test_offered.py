"""On a channel without buttons, a number answers the newest question; everywhere else it is a number."""

from dataclasses import replace

import pytest

from hub.conversation.notices import SECRET_REMOVED
from hub.messages import Author, AuthorKind, Choice, Choices, Option, Segment, Text
from tests.unit.hub.spine import CHANNEL, Spine, key_of

FIRST, SECOND = Option(id="c1.2-0-x", label="借记卡"), Option(id="c1.2-1-y", label="存折")
OFFER = Choices(prompt="哪一种？", options=(FIRST, SECOND))


@pytest.fixture
async def bare(spine: Spine) -> Spine:
    """A spine whose channel has no buttons, with one message accepted."""
    spine.rules[CHANNEL] = replace(spine.rules[CHANNEL], buttons=False)
    await spine.say(provider_id="p0")
    return spine


async def tell(spine: Spine, *segments: Segment) -> None:
    author = Author(kind=AuthorKind.BOT)
    async with spine.database.write() as connection:
        await spine.conversations.do_say(connection, key_of("visitor"), 1, segments, author=author)


async def heard(spine: Spine, words: str, provider_id: str) -> Segment:
    (segment,) = (await spine.say(words, provider_id=provider_id)).segments
    return segment


async def test_a_number_answers_the_newest_question(bare: Spine) -> None:
    await tell(bare, OFFER)
    assert await heard(bare, "第二个", "p1") == Choice(id="c1.2-1-y", label="存折")


async def test_an_answered_question_is_answered_once(bare: Spine) -> None:
    await tell(bare, OFFER)
    await heard(bare, "1", "p1")
    assert await heard(bare, "2", "p2") == Text(text="2")


async def test_words_beside_it_leave_the_question_open(bare: Spine) -> None:
    await tell(bare, OFFER)
    await heard(bare, "等一下", "p1")
    assert isinstance(await heard(bare, "1", "p2"), Choice)


async def test_what_was_said_since_makes_a_number_a_number(bare: Spine) -> None:
    await tell(bare, OFFER)
    await tell(bare, Text(text="请问金额是多少？"))
    assert await heard(bare, "1", "p1") == Text(text="1")


async def test_a_notice_takes_no_question_away(bare: Spine) -> None:
    await tell(bare, OFFER)
    await tell(bare, SECRET_REMOVED)
    assert isinstance(await heard(bare, "1", "p1"), Choice)


async def test_with_nothing_offered_a_number_is_a_number(bare: Spine) -> None:
    assert await heard(bare, "1", "p1") == Text(text="1")


async def test_where_there_are_buttons_a_number_still_chooses_and_a_label_is_words(spine: Spine) -> None:
    await spine.say(provider_id="p0")
    await tell(spine, OFFER)
    assert await heard(spine, "借记卡", "p1") == Text(text="借记卡")
    assert isinstance(await heard(spine, "1", "p2"), Choice)
