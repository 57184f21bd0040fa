"""How satisfied a customer was: the number of an option is the score, where nobody can press a button."""

from dataclasses import replace
from typing import Any

import pytest

from handoff.satisfaction import RatingTriage, Satisfaction
from handoff.store.satisfaction import of_agent
from handoff.store.schema_customers import satisfaction
from hub.conversation.replies import to_input
from hub.engine.contract import PickInput
from hub.messages import Choice, Choices, Text
from hub.reactions import Arrived, Rated
from hub.store import messages
from tests.unit.handoff.floor import Floor
from tests.unit.hub.spine import CHANNEL


@pytest.fixture
async def ended(floor: Floor) -> Floor:
    """An agent has ended a conversation on a channel without buttons."""
    spine = floor.spine
    spine.rules[CHANNEL] = replace(spine.rules[CHANNEL], buttons=False)
    taking = Satisfaction(spine.conversations, spine.clock)
    spine.hooks.reactions.inside(Arrived, taking.do_take)
    await floor.available("anna")
    key = await floor.asks()
    await floor.round()
    await floor.accept("anna")
    await floor.end("anna", key)
    return floor


async def rated(floor: Floor) -> Any:
    (row,) = await floor.spine.rows(satisfaction)
    return row


async def test_the_question_is_the_last_that_is_said(ended: Floor) -> None:
    row = await rated(ended)
    assert (row.account_id, row.channel, row.score) == ("anna", CHANNEL, None)
    async with ended.spine.database.read() as connection:
        (last,) = await messages.newest(connection, row.identity_key, row.conversation, limit=1)
    assert last.seq == row.seq
    assert isinstance(last.segments[0], Choices)


@pytest.mark.parametrize(("words", "score"), [("4", 4), ("第五个", 5), ("★★☆☆☆ 不满意", 2)])
async def test_a_number_is_the_score(ended: Floor, words: str, score: int) -> None:
    told: list[Rated] = []

    async def hear(_connection: Any, happened: Rated) -> None:
        told.append(happened)

    ended.spine.hooks.reactions.inside(Rated, hear)
    said = await ended.spine.say(words, provider_id="score")
    assert told == [Rated(said.identity, 1, score)]
    assert (said.conversation, type(said.segments[0])) == (2, Choice)
    row = await rated(ended)
    assert row.score == score
    async with ended.spine.database.read() as connection:
        picks = await messages.picks_of(connection, said.identity, 1, row.seq)
        assert await of_agent(connection, "anna", row.asked_at) == (1, float(score))
    pick = to_input([said], picks)
    assert isinstance(pick, PickInput)
    urgent = RatingTriage().judge([said], pick, None, None)
    assert urgent is not None
    assert urgent.up_to == said.seq
    assert ("抱歉" in urgent.replies[0].text) is (score < 3)  # type: ignore[union-attr]


async def test_other_words_are_no_score_and_neither_is_a_number_later(ended: Floor) -> None:
    said = await ended.spine.say("还有一个问题", provider_id="q")
    assert isinstance(said.segments[0], Text)
    later = await ended.spine.say("5", provider_id="later")
    assert isinstance(later.segments[0], Text)
    assert (await rated(ended)).score is None


async def test_the_last_score_counts(ended: Floor) -> None:
    first = await ended.spine.say("1", provider_id="first")
    choice = first.segments[0]
    assert isinstance(choice, Choice)
    row = await rated(ended)
    async with ended.spine.database.read() as connection:
        picks = await messages.picks_of(connection, first.identity, 1, row.seq)
    better = next(each for each, known in picks.items() if known["entities"]["score"] == 5)
    async with ended.spine.database.write() as connection:
        again = first.model_copy(update={"segments": (Choice(id=better, label="5"),)})
        taking = Satisfaction(ended.spine.conversations, ended.spine.clock)
        await taking.do_take(connection, Arrived(again, "bot"))
    assert (await rated(ended)).score == 5
