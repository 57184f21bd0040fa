"""The embedded index at growing sizes: one search, and one whole decision of the knowledge base.

At the largest size also what is chosen beside it: Elasticsearch instead, and likeness by meaning.
"""

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
from kb import calibration
from kb.answer import open_judge
from kb.decide import Judge
from kb.formats import Batch, Origin, read
from kb.measuring.examples import texts_of
from kb.measuring.on_elasticsearch import ServedSearches, on_elasticsearch
from kb.measuring.scratch import Searching, scratch
from kb.ranking import CANDIDATES
from kb.search.encoders import OfflineEncoder
from kb.search.port import Filters, SearchBackend
from kb.search.sentences import learn
from tests.bench.figures import spread_ms
from tests.bench.house import questions
from tests.bench.result import Figures
from tests.bench.sizes import Sizes
from tests.bench.steps import Steps
from tests.support.elasticsearch import running_nodes

QUESTIONS_OF_AN_ARTICLE = 12
SEED = 1
HEAP = "-Xms1g -Xmx1g"
SETTINGS = (
    f"embedded index of made articles, {QUESTIONS_OF_AN_ARTICLE} questions each, put together from halves of "
    f"the demo bank's; searched for {CANDIDATES} candidates in this process, one search after another; at "
    "the largest size also decided with likeness by meaning (package, scales of the demo bank's texts), and "
    "searched in Elasticsearch (one node, TLS, a heap of 1 GB)"
)
CLOCK = SystemClock()


async def measure(sizes: Sizes, steps: Steps) -> Figures:
    """Spans of a search and of a decision at each size; the unmarked ones are of the largest.

    Raises `SetupError` where Elasticsearch or the package that compares by meaning is not installed.
    """
    figures: Figures = {}
    for count in sizes.questions:
        found = await _at(count, sizes, steps)
        figures |= {f"q{count}_{name}": value for name, value in found.items()}
    figures |= found | {"questions_count": count}
    searched, decided = "p50_ms", "p50_decision_ms"
    by_meaning = await _at(count, sizes, steps, judge=_by_meaning(steps))
    figures |= {f"meaning_{name}": value for name, value in by_meaning.items() if "decision" in name}
    async with running_nodes(1, heap=HEAP) as nodes:
        settings = Settings(_env_file=None, **nodes[0].access.settings(nodes))  # type: ignore[call-arg]
        served = ServedSearches()
        searching = on_elasticsearch(settings, CLOCK, served)
        beside = await _at(count, sizes, steps, searching=searching)
    figures |= {f"elasticsearch_{name}": value for name, value in beside.items()}
    figures["elasticsearch_served_count"] = served.by_elasticsearch
    figures["elasticsearch_search_share"] = round(beside[searched] / found[searched], 2)
    figures["elasticsearch_decision_share"] = round(beside[decided] / found[decided], 2)
    figures["meaning_decision_share"] = round(by_meaning[decided] / found[decided], 2)
    return figures


def _by_meaning(steps: Steps) -> Judge:
    """Decides as the shipped calibration, on an order by meaning, too, learnt from the demo bank."""
    shipped = calibration.load(calibration.SHIPPED)
    with steps.timed("learning a meaning", 5):
        meaning = learn(texts_of(read(ROOT / "kb" / "demo")), OfflineEncoder())
    return Judge(replace(shipped, meaning=meaning))


async def _at(
    count: int,
    sizes: Sizes,
    steps: Steps,
    *,
    judge: Judge | None = None,
    searching: Searching | None = None,
) -> Figures:
    settings = Settings()
    zone = ZoneInfo(settings.time_zone)
    judge = judge or open_judge(settings)
    async with AsyncExitStack() as stack:
        with steps.timed(f"loading {count} questions", count / 1000):
            answerer = await stack.enter_async_context(
                scratch(made(count), judge=judge, clock=CLOCK, time_zone=zone, searching=searching)
            )
        search: SearchBackend = answerer._search
        filters = Filters(CLOCK.now().astimezone(zone).date(), "webchat")
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
