"""An answer leads on; a while later it is asked whether that helped, and what came of it is counted."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hub.conversation.close import do_answer
from hub.conversation.owner import Owner
from hub.conversation.replies import PERSON_INTENT, place_of_choice
from hub.engine.contract import BotAnswer, PickInput
from hub.errors import Conflict
from hub.messages import Arrival, Card, Choice, Choices, Message, RequestPerson, Text
from hub.reactions import Arrived, OwnerChanged
from hub.staff.four_eyes import By, OwnWork
from hub.store import messages
from navigation import demo
from navigation.asking import SOLVED, HelpedAsking, SolvedTriage
from navigation.catalogue import Catalogue
from navigation.content import DestinationContent
from navigation.destinations import do_approve, do_create, do_withdraw, do_write
from navigation.guiding import Guiding
from navigation.store import destinations as store
from navigation.store import guided
from navigation.store.schema import guided as table
from tests.unit.hub.conftest import database, migrated_url, postgres_url, spine
from tests.unit.hub.spine import CHANNEL, Spine, key_of

__all__ = ["database", "migrated_url", "postgres_url", "spine"]

AFTER_S = 180.0
SITE = "https://bank.example"


class Led:
    """One process with navigation on the spine, and the demo bank's destinations."""

    def __init__(self, spine: Spine) -> None:
        self.spine = spine
        self.catalogue = Catalogue(spine.database)
        zone = ZoneInfo("Asia/Shanghai")
        guiding = Guiding(self.catalogue, zone, ask_on=[CHANNEL], ask_after_s=AFTER_S)
        self.asking = HelpedAsking(spine.database, spine.clock, spine.conversations, after_s=AFTER_S)
        spine.hooks.guides.append(guiding.guide)
        spine.hooks.reactions.inside(Arrived, self.asking.do_note_choice)
        spine.hooks.reactions.inside(OwnerChanged, self.asking.do_note_person)
        self.asked = 0

    async def load(self) -> None:
        async with self.spine.database.write() as connection:
            assert await demo.do_load(connection, SITE, self.spine.clock.now()) > 5
            assert await demo.do_load(connection, SITE, self.spine.clock.now()) == 0
        await self.catalogue.look()

    async def answer(
        self, intent: str = "branch_location", *, confidence: float = 0.9, **more: Any
    ) -> Message:
        """A customer asks, and the bot has an answer; what was said."""
        self.asked += 1
        turn = await self.spine.open_turn("在哪里", provider_id=f"p{self.asked}")
        values = {
            "status": "done",
            "turn": turn.number,
            "replies": [{"type": "text", "text": "在这里"}],
            "events": [{"event": "user"}],
            "state": {"slots": {}, "active_loop": None},
            "intents": [{"name": intent, "confidence": confidence}],
        }
        done = BotAnswer.model_validate(values | more)
        now = self.spine.clock.now()
        async with self.spine.database.write() as connection:
            closing = await do_answer(connection, turn, done, self.spine.hooks, now, now)
        assert closing.written is not None
        return closing.written.message

    async def newest(self) -> Message:
        """What was said or written last."""
        async with self.spine.database.read() as connection:
            (found,) = await messages.newest(connection, key_of("visitor"), 1, limit=1)
        return found

    async def choose(self, option: int) -> None:
        """Presses an option of the newest question."""
        asked = (await self.newest()).segments[-1]
        assert isinstance(asked, Choices)
        chosen = asked.options[option]
        self.asked += 1
        arrival = Arrival(
            channel=CHANNEL,
            account="default",
            external_id="visitor",
            provider_id=f"p{self.asked}",
            segments=(Choice(id=chosen.id, label=chosen.label),),
            received_at=self.spine.clock.now(),
            correlation_id=f"c{self.asked}",
        )
        await self.spine.inbox.accept(arrival)

    async def pass_by(self, seconds: float) -> None:
        """Time passes, and it is looked who has to be asked."""
        self.spine.clock.turn(seconds)
        await self.asking.look()

    async def counted(self) -> list[tuple[Any, ...]]:
        """What is counted of the last day."""
        now = self.spine.clock.now() + timedelta(seconds=1)
        async with self.spine.database.read() as connection:
            return [tuple(row) for row in await guided.counted(connection, now - timedelta(days=1), now)]


@pytest.fixture
async def led(spine: Spine) -> Led:
    """The demo bank's destinations, known to the process."""
    made = Led(spine)
    await made.load()
    return made


async def test_an_answer_shows_where_it_leads_before_its_question(led: Led) -> None:
    replies = [
        {"type": "text", "text": "在这里"},
        {
            "type": "choices",
            "prompt": "哪个城市？",
            "options": [{"label": "上海", "pick": {"intent": "inform"}}],
        },
    ]
    slots = {"appointment_branch": "徐汇支行", "language": "en"}
    said = await led.answer(replies=replies, state={"slots": slots, "active_loop": None})
    text, card, question = said.segments
    assert isinstance(text, Text)
    assert isinstance(card, Card)
    assert isinstance(question, Choices)
    assert card.title == "Find a branch"
    assert card.model_dump()["actions"][0]["url"].endswith(
        "/branches?branch=%E5%BE%90%E6%B1%87%E6%94%AF%E8%A1%8C"
    )


async def test_what_is_not_sure_or_already_on_its_way_leads_nowhere(led: Led) -> None:
    assert len((await led.answer(confidence=0.4)).segments) == 1
    assert len((await led.answer("greet")).segments) == 1
    person = [RequestPerson(reason="asked").model_dump()]
    led.spine.hooks.commands.register(RequestPerson, nothing)
    assert len((await led.answer(commands=person)).segments) == 1
    assert len((await led.answer()).segments) == 2
    assert len((await led.answer()).segments) == 1, "it was shown a turn ago"
    assert [row[0] for row in await led.counted()] == ["branch_location"]


async def nothing(*_: Any) -> None:
    """Carries nothing out."""


async def test_an_article_leads_before_the_intent(led: Led) -> None:
    source = {
        "article_id": "debit-card-activate",
        "version": 1,
        "title": "激活",
        "effective_from": "2026-01-01",
    }
    said = await led.answer(replies=[{"type": "text", "text": "在手机银行激活。", "source": source}])
    assert isinstance(said.segments[-1], Card)
    assert said.segments[-1].title == "银行卡服务"


async def test_it_is_asked_once_whether_it_helped_and_who_was_helped_is_thanked(led: Led) -> None:
    await led.answer()
    await led.pass_by(AFTER_S - 1)
    assert not isinstance((await led.newest()).segments[-1], Choices)
    await led.pass_by(2)
    assert isinstance((await led.newest()).segments[-1], Choices)
    asked = (await led.newest()).seq
    await led.pass_by(AFTER_S * 3)
    assert (await led.newest()).seq == asked
    await led.choose(0)
    assert await led.counted() == [("branch_location", "branches", 1, 1, 1, 0, 0)]
    pick = PickInput(text="解决了", intent=SOLVED)
    thanked = SolvedTriage().judge([await led.newest()], pick, None, None)
    assert thanked is not None
    assert thanked.up_to == asked + 1


async def test_who_was_not_helped_wants_a_person_and_one_who_writes_is_left_alone(led: Led) -> None:
    await led.answer()
    led.spine.clock.turn(AFTER_S - 5)
    await led.answer("ask")
    await led.pass_by(10)
    assert not isinstance((await led.newest()).segments[-1], Choices), "they wrote just now"
    await led.pass_by(AFTER_S)
    await led.choose(1)
    assert await led.counted() == [("branch_location", "branches", 1, 1, 0, 1, 0)]
    (turn,) = await led.spine.take()
    async with led.spine.database.read() as connection:
        place = place_of_choice(turn.messages[-1].segments[-1].id)  # type: ignore[union-attr]
        assert place is not None
        picks = await messages.picks_of(connection, turn.identity, *place)
    assert [each["intent"] for each in picks.values()] == [SOLVED, PERSON_INTENT]
    await led.spine.give(Owner.WAITING, 1)
    assert (await led.counted())[0][-1] == 1, "they needed a person within a day"


async def test_who_asks_the_same_within_a_day_came_back(led: Led) -> None:
    await led.answer()
    for _ in range(4):
        await led.answer("ask")
    await led.answer("check_balance")
    led.spine.clock.turn(600)
    await led.answer()
    rows = await led.spine.rows(table)
    assert [(row.intent, row.came_back) for row in rows] == [
        ("branch_location", True),
        ("branch_location", False),
    ]
    assert rows[0].ask_at is None, "the newer question takes its place"


async def test_one_writes_and_another_approves(led: Led) -> None:
    content = DestinationContent.model_validate(
        {"kind": "page", "title": "新", "label": "看", "ways": [{"url": f"{SITE}/new"}], "intents": ["greet"]}
    )
    anna, bob = By("anna", led.spine.clock.now()), By("bob", led.spine.clock.now())
    async with led.spine.database.write() as connection:
        await do_create(connection, "new", content, anna)
        with pytest.raises(Conflict):
            await do_create(connection, "new", content, bob)
        with pytest.raises(OwnWork):
            await do_approve(connection, "new", 1, anna)
    await led.catalogue.look()
    assert len((await led.answer("greet")).segments) == 1, "nobody approved it"
    async with led.spine.database.write() as connection:
        await do_write(connection, "new", content.model_copy(update={"title": "更新"}), anna)
        with pytest.raises(Conflict):
            await do_approve(connection, "new", 1, bob)
        await do_approve(connection, "new", 2, bob)
    await led.catalogue.look()
    assert (await led.answer("greet")).segments[-1].words() == "更新"
    async with led.spine.database.write() as connection:
        await do_withdraw(connection, "new")
        assert [row.state for row in await store.versions(connection, "new")] == ["approved", "rejected"]
    for _ in range(4):
        await led.answer("ask")
    await led.catalogue.look()
    assert len((await led.answer("greet")).segments) == 1
