"""Asks questions of known articles through `kb.answer` and counts what came."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kb.answer import Abstained, Answered, Answerer, Decision, Offered
from kb.measuring.percentile import percentile
from kb.measuring.queries import Query

Progress = Callable[[], None]
"""Is called once for each question that was asked."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What was seen: ranking as shares of the `n` questions that have an article, decisions as counts.

    `hidden_*`: questions whose article was hidden; `oos_*`: questions from elsewhere. Times are those of one
    `answer()` over all questions, in milliseconds.
    """

    n: int
    r_at_1: float
    r_at_3: float
    mrr: float
    answered: int
    answered_wrong: int
    offered: int
    offered_with_right_one: int
    abstained: int
    hidden_n: int
    hidden_answered: int
    oos_n: int
    oos_answered: int
    p50_ms: float
    p99_ms: float


async def measure(
    answerer: Answerer,
    queries: Sequence[Query],
    *,
    hidden: Sequence[Query] = (),
    outside: Sequence[Query] = (),
    channel: str | None = None,
    progress: Progress = lambda: None,
) -> Measured:
    """Asks every question for the decision, and those that have an article once more for the order."""
    counts: Counter[str] = Counter()
    places: list[int] = []
    spans: list[float] = []

    async def ask(query: Query) -> Decision:
        begun = time.perf_counter()
        decision = await answerer.answer(query.text, channel=channel)
        spans.append((time.perf_counter() - begun) * 1000)
        await asyncio.sleep(0)
        progress()
        return decision

    for query in queries:
        _count(counts, await ask(query), query.right)
        ranking = await answerer.rank(query.text, channel=channel)
        places.append(_place([each.version.article_id for each in ranking.candidates], query.right))
    for kind, others in (("hidden", hidden), ("oos", outside)):
        for query in others:
            counts[kind] += isinstance(await ask(query), Answered)
    return Measured(
        n=len(queries),
        r_at_1=_share(places, lambda place: float(place == 1)),
        r_at_3=_share(places, lambda place: float(1 <= place <= 3)),
        mrr=_share(places, lambda place: 1 / place if place else 0.0),
        answered=counts["answered"],
        answered_wrong=counts["wrong"],
        offered=counts["offered"],
        offered_with_right_one=counts["offered_right"],
        abstained=counts["abstained"],
        hidden_n=len(hidden),
        hidden_answered=counts["hidden"],
        oos_n=len(outside),
        oos_answered=counts["oos"],
        p50_ms=round(percentile(spans, 0.50), 2),
        p99_ms=round(percentile(spans, 0.99), 2),
    )


def _count(counts: Counter[str], decision: Decision, right: frozenset[str]) -> None:
    match decision:
        case Answered():
            counts["answered"] += 1
            counts["wrong"] += decision.source.article_id not in right
        case Offered():
            counts["offered"] += 1
            counts["offered_right"] += any(option.article_id in right for option in decision.options)
        case Abstained():
            counts["abstained"] += 1


def _place(ids: Sequence[str], right: frozenset[str]) -> int:
    return next((place for place, article_id in enumerate(ids, start=1) if article_id in right), 0)


def _share(places: Sequence[int], worth: Callable[[int], float]) -> float:
    return round(sum(map(worth, places)) / len(places), 4) if places else 0.0
