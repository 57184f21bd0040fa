"""The embedded index at growing sizes: one search, and one whole decision of the knowledge base."""

import itertools
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from hub.clock import SystemClock
from hub.settings import ROOT, Settings
from kb.answer import open_judge
from kb.formats import Batch, Origin, read
from kb.measuring.scratch import scratch
from kb.ranking import CANDIDATES
from kb.search.port import Filters, SearchBackend
from tests.bench.figures import spread_ms
from tests.bench.house import questions
from tests.bench.result import Figures
from tests.bench.sizes import Sizes
from tests.bench.steps import Steps

QUESTIONS_OF_AN_ARTICLE = 12
SEED = 1
SETTINGS = (
    f"embedded index of made articles, {QUESTIONS_OF_AN_ARTICLE} questions each, put together from halves of "
    f"the demo bank's; searched for {CANDIDATES} candidates in this process, one search after another"
)


async def measure(sizes: Sizes, steps: Steps) -> Figures:
    """Spans of a search and of a decision at each size; the unmarked ones are of the largest."""
    figures: Figures = {}
    for count in sizes.questions:
        found = await _at(count, sizes, steps)
        figures |= {f"q{count}_{name}": value for name, value in found.items()}
    return figures | found | {"questions_count": sizes.questions[-1]}


async def _at(count: int, sizes: Sizes, steps: Steps) -> Figures:
    settings, clock = Settings(), SystemClock()
    zone = ZoneInfo(settings.time_zone)
    async with AsyncExitStack() as stack:
        with steps.timed(f"loading {count} questions", count / 1000):
            answerer = await stack.enter_async_context(
                scratch(made(count), judge=open_judge(settings), clock=clock, time_zone=zone)
            )
        search: SearchBackend = answerer._search
        filters = Filters(clock.now().astimezone(zone).date(), "webchat")
        wanted = list(itertools.islice(itertools.cycle(questions()), sizes.searches))
        with steps.counted(f"searching {count} questions", 2 * len(wanted)) as step:
            searched = await spans_of(wanted, lambda q: search.candidates(q, CANDIDATES, filters), step)
            decided = await spans_of(wanted, lambda q: answerer.answer(q, channel="webchat"), step)
    return spread_ms(searched) | spread_ms(decided, "decision")


async def spans_of(
    wanted: Sequence[str], ask: Callable[[str], Awaitable[object]], step: Callable[[], None]
) -> list[float]:
    """Seconds of each question, asked one after another."""
    for question in wanted[:100]:  # opens the index, fills caches
        await ask(question)
    spans = []
    for question in wanted:
        begun = time.perf_counter()
        await ask(question)
        spans.append(time.perf_counter() - begun)
        step()
    return spans


def made(count: int, each: int = QUESTIONS_OF_AN_ARTICLE) -> Batch:
    """Articles with so many questions, the same on every run, in the words of the demo bank.

    `each`: so many questions has one article.
    """
    drawn = random.Random(SEED)
    real = [draft for _, draft in read(ROOT / "kb" / "demo").articles]
    halves = [_halves(question) for draft in real for question in draft.questions]
    articles = []
    for number in range(-(-count // each)):
        like = real[number % len(real)]
        asked = min(each, count - number * each)
        texts = [drawn.choice(halves)[0] + drawn.choice(halves)[1] for _ in range(asked + 1)]
        article = replace(
            like,
            article_id=f"made-{number}",
            title=texts[0][:200],
            questions=tuple(texts[1:]),
            effective_from=date(2026, 1, 1),
        )
        articles.append((Origin("made", article.article_id), article))
    batch = read(ROOT / "kb" / "demo")
    return replace(batch, articles=articles)


def _halves(text: str) -> tuple[str, str]:
    middle = len(text) // 2
    return text[:middle], text[middle:]
