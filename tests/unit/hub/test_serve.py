"""Serving a turn: what the customer is told when, by the clock (G5), and the worker that carries it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hub import watch
from hub.conversation import serve as module
from hub.conversation import signs
from hub.conversation.owner import Owner
from hub.conversation.serve import TurnServer
from hub.conversation.turn import FAILURES_LIMIT, Turn
from hub.conversation.worker import TurnWorker
from hub.engine.contract import BotAnswer, PickInput, SpokenText, TextInput
from hub.errors import BotFailed, BotUnavailable, LostLease
from hub.messages import AuthorKind, EventKind, Source
from hub.reactions import Said
from hub.settings import Settings
from hub.store import schema
from tests.support.waiting import PATIENCE_S
from tests.unit.hub.spine import CHANNEL, Spine, answer_of, key_of


@dataclass
class FakeAsker:
    """Answers as told, ask by ask; each ask takes as long as told, by the hand-turned clock."""

    spine: Spine
    plan: list[Exception | str] = field(default_factory=list)
    takes_s: float = 0.0
    asked: list[Turn] = field(default_factory=list)
    sources: tuple[Source, ...] = ()
    told: list[Said] = field(default_factory=list)
    meanwhile: Callable[[], Any] | None = None

    async def ask(self, turn: Turn, _words: TextInput | PickInput) -> BotAnswer:
        self.asked.append(turn)
        self.spine.clock.turn(self.takes_s)
        if self.meanwhile is not None:
            await self.meanwhile()
        what = self.plan.pop(0) if len(self.plan) > 1 else self.plan[0]
        if isinstance(what, Exception):
            raise what
        more = [SpokenText(text="见文章", source=source) for source in self.sources]
        done = answer_of(turn, what)
        return done.model_copy(update={"replies": [*done.replies, *more]})

    async def input_of(self, turn: Turn) -> TextInput | PickInput:
        return TextInput(text=turn.messages[-1].segments[0].text)  # type: ignore[union-attr]


@pytest.fixture
def asker(spine: Spine, monkeypatch: pytest.MonkeyPatch) -> FakeAsker:
    monkeypatch.setattr(module, "RETRY_FIRST_S", 0.0)
    asker = FakeAsker(spine)
    spine.hooks.reactions.afterwards(Said, asker.told.append)
    return asker


def server(spine: Spine, asker: FakeAsker, **settings: Any) -> TurnServer:
    own = Settings(_env_file=None, var_dir=Path("var"), **settings)  # type: ignore[call-arg]
    return TurnServer(
        spine.database,
        spine.bus,
        spine.clock,
        asker,  # type: ignore[arg-type]
        spine.hooks,
        {CHANNEL: spine.sender},
        spine.outbox,
        own,
        spine.rules,
    )


async def said(spine: Spine) -> list[str]:
    """What the customer was told: codes of notices, and texts."""
    rows = [row for row in await spine.rows(schema.message) if row.direction == "out"]
    return [row.segments[0].get("code") or row.segments[0]["text"] for row in rows]


GONE = BotUnavailable("as told", why="deadline")


async def test_an_answer_in_time_is_all_that_is_said(spine: Spine, asker: FakeAsker) -> None:
    asker.plan, asker.takes_s = ["好的"], 14.9
    await server(spine, asker).serve(await spine.open_turn())
    assert await said(spine) == ["好的"]


@pytest.mark.parametrize(("after_s", "shown"), [(60.0, []), (0.0, [EventKind.TYPING])])
async def test_only_an_answer_that_takes_its_time_is_announced(
    spine: Spine, asker: FakeAsker, monkeypatch: pytest.MonkeyPatch, after_s: float, shown: list[EventKind]
) -> None:
    monkeypatch.setattr(signs, "TYPING_AFTER_S", after_s)
    asker.plan, asker.meanwhile = ["好的"], lambda: asyncio.sleep(0.1)
    await server(spine, asker).serve(await spine.open_turn())
    assert [event.kind for event in spine.sender.shown] == shown


@pytest.mark.parametrize(("takes_s", "told"), [(14.9, ["好的"]), (15.0, ["late", "好的"])])
async def test_after_fifteen_seconds_the_customer_is_told(
    spine: Spine, asker: FakeAsker, takes_s: float, told: list[str]
) -> None:
    async def quick() -> None:
        asker.takes_s = 0.0

    asker.plan, asker.takes_s, asker.meanwhile = [GONE, "好的"], takes_s, quick
    await server(spine, asker).serve(await spine.open_turn())
    assert await said(spine) == told


async def test_the_customer_is_told_where_the_clock_is_a_moment_behind(
    spine: Spine, asker: FakeAsker
) -> None:
    async def slow() -> None:
        await asyncio.sleep(0.1)  # the wait of 50 ms has ended, and the clock says 49 ms
        spine.clock.turn(0.001)
        await asyncio.sleep(0.3)

    asker.plan, asker.takes_s, asker.meanwhile = ["好的"], 0.049, slow
    await server(spine, asker, late_after_s=0.05).serve(await spine.open_turn())
    assert await said(spine) == ["late", "好的"]


async def test_the_pause_before_the_next_try_delays_no_notice(
    spine: Spine, asker: FakeAsker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "RETRY_FIRST_S", 60.0)
    asker.plan, asker.takes_s = [GONE, "好的"], 14.9
    async with asyncio.timeout(20):  # a tenth of a second is left of the fifteen
        await server(spine, asker).serve(await spine.open_turn())
    assert len(asker.asked) == 2


async def test_the_notice_comes_once_however_often_the_bot_is_asked(spine: Spine, asker: FakeAsker) -> None:
    asker.plan, asker.takes_s = [GONE, GONE, GONE, GONE, "好的"], 15.0
    await server(spine, asker).serve(await spine.open_turn())
    assert await said(spine) == ["late", "好的"]
    (row,) = await spine.rows(schema.turn)
    assert (row.state, row.failures) == ("answered", 0), "a bot that is away has not failed"


async def test_after_two_minutes_the_turn_is_given_up(spine: Spine, asker: FakeAsker) -> None:
    asker.plan, asker.takes_s = [GONE], 15.0
    await server(spine, asker).serve(await spine.open_turn())
    assert await said(spine) == ["late", "failed"]
    assert len(asker.asked) == 8
    (row,) = await spine.rows(schema.turn)
    assert (row.state, row.error_code) == ("failed", "gave_up")
    assert (row.closed_at - row.opened_at).total_seconds() == 120
    assert len(await spine.rows(schema.dead_letter)) == 1


async def test_a_turn_on_which_the_bot_fails_is_given_up_after_five_tries(
    spine: Spine, asker: FakeAsker
) -> None:
    """A10: poison is asked five times at most, counted on disk, and then shown to people."""
    asker.plan = [BotFailed("as told", bot_code="action_failed")]
    await server(spine, asker).serve(await spine.open_turn())
    assert len(asker.asked) == FAILURES_LIMIT == 5
    (letter,) = await spine.rows(schema.dead_letter)
    assert letter.code == "action_failed"
    assert await said(spine) == ["failed"]


async def test_failures_are_counted_across_workers(spine: Spine, asker: FakeAsker) -> None:
    asker.plan = [
        BotFailed("as told", bot_code="x"),
        BotFailed("as told", bot_code="x"),
        RuntimeError("killed"),
    ]
    turn = await spine.open_turn()
    with pytest.raises(RuntimeError, match="killed"):
        await server(spine, asker).serve(turn)
    spine.clock.turn(31)
    (again,) = await spine.take("hub-2")
    assert (again.failures, again.number) == (2, turn.number)
    asker.plan = [BotFailed("as told", bot_code="x")]
    await server(spine, asker).serve(again)
    assert len(asker.asked) == 3 + 3


async def test_words_that_come_while_the_bot_is_away_cost_no_ask(spine: Spine, asker: FakeAsker) -> None:
    numbers = iter(range(2, 9))

    async def more_words() -> None:
        number = next(numbers)
        if number < 8:
            await spine.say(f"第 {number} 句", provider_id=f"p{number}")

    asker.plan, asker.meanwhile = [GONE, GONE, GONE, GONE, GONE, GONE, "好的"], more_words
    await server(spine, asker).serve(await spine.open_turn("第 1 句"))
    assert [len(turn.messages) for turn in asker.asked] == [1, 2, 3, 4, 5, 6, 7]
    (row,) = await spine.rows(schema.turn)
    assert (row.state, row.asks, row.last_seq) == ("answered", 1, 7)


SOURCE = Source(article_id="card-loss", version=3, title="挂失", effective_from=date(2026, 1, 1))


async def test_what_an_answer_came_from_is_told_once(spine: Spine, asker: FakeAsker) -> None:
    async def more_words() -> None:
        asker.meanwhile = None
        await spine.say("还有", provider_id="p2")

    asker.plan, asker.sources, asker.meanwhile = [GONE, "好的"], (SOURCE,), more_words
    turn = await spine.open_turn()
    await server(spine, asker).serve(turn)
    await asyncio.sleep(0)
    (said,) = [each.message for each in asker.told if each.message.author.kind is AuthorKind.BOT]
    assert said.segments[-1].source == SOURCE  # type: ignore[union-attr]


async def test_of_a_turn_that_failed_or_was_taken_over_nothing_is_told(
    spine: Spine, asker: FakeAsker
) -> None:
    asker.plan, asker.sources = [BotFailed("as told", bot_code="x")], (SOURCE,)
    await server(spine, asker).serve(await spine.open_turn())

    async def an_agent_has_it() -> None:
        await spine.give(Owner.AGENT, 1, owner_id="a1")

    asker.plan, asker.meanwhile = ["好的"], an_agent_has_it
    with pytest.raises(LostLease):
        await server(spine, asker).serve(await spine.open_turn(provider_id="p2"))
    await asyncio.sleep(0)
    assert [each.message.author.kind for each in asker.told] == [AuthorKind.SYSTEM], "that it failed"
    assert [row.state for row in await spine.rows(schema.turn)] == ["failed", "failed"]


def worker(spine: Spine, asker: FakeAsker, **options: Any) -> TurnWorker:
    values: dict[str, Any] = {"name": "hub-1", "concurrency": 4, "lease_s": 30.0} | options
    return TurnWorker(spine.database, spine.bus, spine.clock, server(spine, asker), **values)


async def run_until(spine: Spine, running: TurnWorker, answers: int) -> None:
    task = asyncio.create_task(running.run())
    try:
        async with asyncio.timeout(PATIENCE_S):
            while len([text for text in await said(spine) if text == "好的"]) < answers:
                assert not task.done()
                await asyncio.sleep(0.01)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_more_conversations_than_hands_are_all_served(spine: Spine, asker: FakeAsker) -> None:
    asker.plan = ["好的"]
    for number in range(10):
        await spine.say(visitor=f"v{number}", provider_id=f"p{number}")
    ended: list[str] = []
    await run_until(spine, worker(spine, asker, concurrency=2, on_ended=ended.append), 10)
    assert await spine.rows(schema.work) == []
    assert sorted(ended) == sorted(key_of(f"v{number}") for number in range(10)), "each told once"


async def test_a_conversation_that_cannot_be_read_holds_up_nobody_else(
    spine: Spine, asker: FakeAsker
) -> None:
    asker.plan = ["好的"]
    await spine.say(visitor="a", provider_id="p1")
    async with spine.database.write() as connection:
        await connection.execute(schema.message.update().values(segments=[{"type": "hologram"}]))
    spine.clock.turn(1)
    await spine.say(visitor="b", provider_id="p2")
    await run_until(spine, worker(spine, asker), 1)
    assert {row.identity_key for row in await spine.rows(schema.turn)} == {key_of("b")}
    assert {row.identity_key for row in await spine.rows(schema.work)} == {key_of("a")}


async def test_the_worker_outlives_what_nobody_expected(
    spine: Spine, asker: FakeAsker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "LOOK_AGAIN_S", 0.01)
    asker.plan = ["好的"]
    await spine.say()
    running = worker(spine, asker)
    claim, calls = running._claim, 0

    async def breaks_once(limit: int) -> Any:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise ValueError("as told")
        return await claim(limit)

    monkeypatch.setattr(running, "_claim", breaks_once)
    await run_until(spine, running, 1)
    assert calls >= 2
    assert await said(spine) == ["好的"]


async def test_a_hand_that_has_become_free_is_theirs_who_came_before(spine: Spine, asker: FakeAsker) -> None:
    asker.plan = ["好的"]
    running = worker(spine, asker, concurrency=1)
    running._open = True
    assert running.room(spine.clock.now()) is not None
    running.take_on(await spine.open_turn())
    assert running.room(spine.clock.now()) is None, "full: who comes now has to wait"
    async with asyncio.timeout(PATIENCE_S):
        while running._running:  # noqa: ASYNC110  (the end of a turn gives no sign)
            await asyncio.sleep(0.01)
    assert running.room(spine.clock.now()) is None, "those who had to wait come first"
    await running._take()
    assert running.room(spine.clock.now()) is not None, "nobody waits any more"
