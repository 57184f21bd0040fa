"""Keeps so many conversations of ten turns going at once, and notes how long each answer took."""

import asyncio
import itertools
import os
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Protocol

from kb.measuring.percentile import percentile
from tests.bench.figures import at_once, spread_ms
from tests.bench.processes import Program, cpu_s, others_cpu_s
from tests.bench.result import Figures
from tests.bench.sizes import Sizes
from tests.bench.steps import Steps

TURNS = 10


@dataclass(frozen=True, slots=True)
class TimedAnswer:
    """One answer: seconds that the customer waited, and those of them that the bot held the question."""

    waited_s: float
    bot_s: float = 0.0


class Talk(Protocol):
    """One conversation."""

    async def ask(self, text: str) -> TimedAnswer:
        """Asks and waits for the answer; raises where none comes."""
        ...


Opener = Callable[[], AbstractAsyncContextManager[Talk]]


@dataclass(slots=True)
class Load:
    """What was heard in a span of time, and what it cost the programs that were watched."""

    heard: list[TimedAnswer] = field(default_factory=list)
    seconds: float = 0.0
    cpu_s: float = 0.0
    others_cpu_s: float = 0.0

    def figures(self) -> Figures:
        """Messages a second, processor time for each, how long they took, and how undisturbed it was.

        `others_share`: of the machine's cores, what programs took that were no part of this.
        """
        count = len(self.heard)
        return {
            "messages_count": count,
            "messages_per_s": round(count / self.seconds, 1),
            "cpu_ms": round(1000 * self.cpu_s / count, 2),
            "others_share": max(0.0, round(self.others_cpu_s / self.seconds / (os.cpu_count() or 1), 3)),
            **spread_ms([heard.waited_s for heard in self.heard]),
        }


async def run_load(
    open_talk: Opener,
    questions: Sequence[str],
    number: int,
    programs: Sequence[Program],
    sizes: Sizes,
    *,
    think: Callable[[], float] = lambda: 0.0,
) -> Load:
    """So many conversations at once for a while; what happened while it warmed up is left out.

    `think` gives the seconds that a customer reads before the next question.
    """
    load, measuring, over = Load(), asyncio.Event(), asyncio.Event()
    words = itertools.cycle(questions)

    async def customer() -> None:
        while not over.is_set():
            async with open_talk() as talk:
                for _ in range(TURNS):
                    heard = await talk.ask(next(words))
                    if over.is_set():
                        return
                    if measuring.is_set():
                        load.heard.append(heard)
                    if pause := think():
                        await asyncio.sleep(pause)

    async def watch() -> None:
        await asyncio.sleep(sizes.warm_s)
        measuring.set()
        began, spent, others = time.perf_counter(), cpu_s(programs), others_cpu_s()
        await asyncio.sleep(sizes.load_s)
        over.set()
        load.seconds, load.cpu_s = time.perf_counter() - began, cpu_s(programs) - spent
        load.others_cpu_s = others_cpu_s() - others

    async with asyncio.TaskGroup() as group:
        group.create_task(watch())
        for _ in range(number):
            group.create_task(customer())
    return load


async def loads(
    open_talk: Opener, questions: Sequence[str], programs: Sequence[Program], sizes: Sizes, steps: Steps
) -> list[tuple[int, Load]]:
    """Each number at once with its load, one after another."""
    done = []
    for number in sizes.at_once:
        with steps.timed(f"{number} at once", sizes.warm_s + sizes.load_s):
            done.append((number, await run_load(open_talk, questions, number, programs, sizes)))
    return done


async def load_figures(
    open_talk: Opener, questions: Sequence[str], programs: Sequence[Program], sizes: Sizes, steps: Steps
) -> Figures:
    """The figures of every number at once."""
    figures: Figures = {}
    for number, load in await loads(open_talk, questions, programs, sizes, steps):
        figures |= at_once(load.figures(), number)
    return figures


async def growth_figures(open_talk: Opener, questions: Sequence[str], sizes: Sizes, steps: Steps) -> Figures:
    """How long an answer takes in a long conversation: the median of the ten turns up to each length.

    Those ten ask the same at every length: how long an answer takes is a matter of the question, too.
    """
    spans: list[float] = []
    with steps.counted("a long conversation", sizes.turns[-1]) as step:
        async with open_talk() as talk:
            for text in _asked(questions, sizes.turns):
                spans.append((await talk.ask(text)).waited_s)
                step()
    return {f"turn_{n}_ms": round(1000 * percentile(spans[n - TURNS : n], 0.5), 2) for n in sizes.turns}


def _asked(questions: Sequence[str], lengths: Sequence[int]) -> list[str]:
    asked = list(itertools.islice(itertools.cycle(questions), lengths[-1]))
    for length in lengths:
        asked[length - TURNS : length] = asked[:TURNS]
    return asked
