"""A quick look at how well the knowledge base ranks and decides, on questions with known articles."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.answer import Abstained, Answered, Answerer, Decision, Offered


@dataclass(frozen=True, slots=True)
class Query:
    """A question and the ids of the articles that answer it; none for a question from elsewhere."""

    text: str
    right: frozenset[str]


@dataclass(frozen=True, slots=True)
class Measured:
    """What was seen: ranking as shares of the questions, decisions as counts, times in milliseconds."""

    questions: int
    r_at_1: float
    r_at_3: float
    answered: int
    answered_wrong: int
    offered: int
    offered_with_right_one: int
    abstained: int
    p50_ms: float
    p99_ms: float


def read_queries(path: Path) -> list[Query]:
    """Reads JSON Lines of `query` and `gold` (a list of article ids, missing for none)."""
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [Query(line["query"], frozenset(line.get("gold", ()))) for line in lines]


async def measure(answerer: Answerer, queries: Sequence[Query], channel: str | None = None) -> Measured:
    """Asks every question twice: once for the order of the articles, once for the decision."""
    counts: Counter[str] = Counter()
    spans = []
    for query in queries:
        ranking = await answerer.rank(query.text, channel=channel)
        first = [each.version.article_id for each in ranking.candidates[:3]]
        counts["r1"] += bool(query.right & set(first[:1]))
        counts["r3"] += bool(query.right & set(first))
        begun = time.perf_counter()
        decision = await answerer.answer(query.text, channel=channel)
        spans.append((time.perf_counter() - begun) * 1000)
        _count(counts, decision, query.right)
        await asyncio.sleep(0)
    number = len(queries) or 1
    spans.sort()
    return Measured(
        questions=len(queries),
        r_at_1=counts["r1"] / number,
        r_at_3=counts["r3"] / number,
        answered=counts["answered"],
        answered_wrong=counts["wrong"],
        offered=counts["offered"],
        offered_with_right_one=counts["offered_right"],
        abstained=counts["abstained"],
        p50_ms=_percentile(spans, 0.50),
        p99_ms=_percentile(spans, 0.99),
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


def _percentile(ordered: Sequence[float], share: float) -> float:
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 2) if ordered else 0.0
