"""A customer who waits takes the wish back: nobody is offered them, and whoever is served is left alone."""

import pytest

from handoff.arrivals import Arrivals
from handoff.holding import ConversationHolding
from handoff.satisfaction import Satisfaction
from handoff.store.schema import reservation
from handoff.taking_back import WORDS, WORDS_EN, TakenBackTriage, TakingBack, takes_back
from hub.conversation.owner import Owner
from hub.engine.contract import SpokenText
from hub.reactions import Arrived
from hub.store.schema import conversation
from tests.unit.handoff.floor import Floor


@pytest.fixture
def waiting(floor: Floor) -> Floor:
    """The floor, which hears what customers say."""
    both = (floor.spine.conversations, floor.spine.clock)
    arrivals = Arrivals(Satisfaction(*both), ConversationHolding(*both), TakingBack(*both))
    floor.spine.hooks.reactions.inside(Arrived, arrivals.do_take)
    return floor


async def test_an_offer_is_rescinded_and_the_wish_is_gone(waiting: Floor) -> None:
    await waiting.available("li")
    key = await waiting.asks()
    assert await waiting.round() == [("li", key.identity)]
    said = await waiting.spine.say("不用人工了，谢谢", provider_id="back")
    assert (await waiting.task_of(key)).state == "cancelled"
    assert [row.state for row in await waiting.spine.rows(reservation)] == ["rescinded"]
    assert (await waiting.agent_of("li")).used == 0
    assert await waiting.round() == []
    answer = TakenBackTriage().judge([said], None, None, None)
    assert answer is not None
    assert answer.replies == [SpokenText(text=WORDS)]
    again = await waiting.asks(time="again")
    assert again.conversation == key.conversation
    await waiting.check()


async def test_who_was_handed_back_to_waiting_is_the_bots_again(waiting: Floor) -> None:
    await waiting.available("li")
    key = await waiting.asks()
    await waiting.round()
    await waiting.accept("li")
    for _ in range(4):
        await waiting.round(31)
    (row,) = await waiting.spine.rows(conversation)
    assert row.owner == Owner.WAITING, "no first reply"
    await waiting.spine.say("取消排队", provider_id="back")
    (row,) = await waiting.spine.rows(conversation)
    assert row.owner == Owner.BOT
    assert (await waiting.task_of(key)).state == "cancelled"


async def test_who_is_served_stays_served(waiting: Floor) -> None:
    await waiting.available("li")
    key = await waiting.asks()
    await waiting.round()
    await waiting.accept("li")
    await waiting.spine.say("不用人工了", provider_id="back")
    assert (await waiting.task_of(key)).state == "assigned"


MEANT = ("不用人工了", "那不用转人工了，谢谢", "取消人工客服", "算了，不排队了", "Cancel the agent.")
NOT_MEANT = ("取消", "转人工", "不用人工能办吗", "怎么取消排队", "取消人工取号", "cancel my card")


async def test_nothing_else_is_taken_for_it(waiting: Floor) -> None:
    for words in (*MEANT, *NOT_MEANT):
        said = await waiting.spine.say(words, provider_id=words)
        assert takes_back(said) is (words in MEANT), words
        answer = TakenBackTriage().judge([said], None, None, "en-US")
        assert (answer is not None) is (words in MEANT)
        assert answer is None or answer.replies == [SpokenText(text=WORDS_EN)]
