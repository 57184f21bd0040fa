"""The load keeps conversations of ten turns going, and counts only what fell into its span."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from rich.progress import Progress

from tests.bench.load import TURNS, TimedAnswer, growth_figures, run_load
from tests.bench.sizes import Sizes
from tests.bench.steps import Steps

SIZES = Sizes(load_s=0.3, warm_s=0.1, at_once=(3,), turns=(10, 20))


class Conversations:
    """Answers each question after a while; remembers who asked how often and how many talked at once."""

    def __init__(self, seconds: float = 0.004) -> None:
        self.lengths: list[int] = []
        self.most = 0
        self._open = 0
        self._seconds = seconds

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Conversations"]:
        self._open += 1
        self.most = max(self.most, self._open)
        self.lengths.append(0)
        self._mine = len(self.lengths) - 1
        try:
            yield self
        finally:
            self._open -= 1

    async def ask(self, text: str) -> TimedAnswer:
        self.lengths[-1] += 1
        await asyncio.sleep(self._seconds)
        return TimedAnswer(self._seconds, bot_s=0.001)


async def test_conversations_have_ten_turns_and_the_figures_are_of_the_span_alone() -> None:
    talks = Conversations()
    load = await run_load(talks.open, ["a", "b"], 1, [], SIZES)
    assert set(talks.lengths[:-1]) == {TURNS}
    assert talks.most == 1
    asked = sum(talks.lengths)
    assert 0 < len(load.heard) < asked
    assert load.seconds == pytest.approx(SIZES.load_s, rel=0.5)
    figures = load.figures()
    assert figures["messages_count"] == len(load.heard)
    assert figures["messages_per_s"] == pytest.approx(len(load.heard) / load.seconds, abs=0.1)
    assert figures["p50_ms"] == 4.0


async def test_so_many_talk_at_once_and_a_question_without_an_answer_ends_the_load() -> None:
    talks = Conversations()
    await run_load(talks.open, ["a"], 3, [], SIZES)
    assert talks.most == 3

    @asynccontextmanager
    async def silent() -> AsyncIterator[Conversations]:
        raise RuntimeError("no answer")
        yield talks

    with pytest.raises(ExceptionGroup):
        await run_load(silent, ["a"], 2, [], SIZES)


async def test_growth_is_the_median_of_the_same_ten_turns_up_to_each_length() -> None:
    asked: list[str] = []

    class Slower(Conversations):
        async def ask(self, text: str) -> TimedAnswer:
            asked.append(text)
            self.lengths[-1] += 1
            return TimedAnswer(self.lengths[-1] / 1000)

    steps = Steps(Progress(disable=True), "hub")
    figures = await growth_figures(Slower().open, list("abcdefghijkl"), SIZES, steps)
    assert figures == {"turn_10_ms": 6.0, "turn_20_ms": 16.0}
    assert "".join(asked) == 2 * "abcdefghij"
