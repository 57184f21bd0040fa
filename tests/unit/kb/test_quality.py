"""How well the knowledge base ranks and decides, on two banks' questions that nobody of us wrote.

The sets may be used for evaluation only, so they lie outside the repository; without them this is skipped.
Half of each set's questions is decided by a calibration that was fitted on the other half; the command
`yuanqiao kb evaluate` measures the whole.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from zoneinfo import ZoneInfo

import pytest

from hub.settings import ROOT, Settings
from kb.answer import open_judge
from kb.calibration import Risks
from kb.decide import Judge
from kb.formats import Batch, read
from kb.measuring.evaluate import Measured, measure
from kb.measuring.examples import NO_DECISION, Examples, fold_of
from kb.measuring.queries import Query, hidden_sample, read_queries, split
from kb.measuring.scratch import scratch
from tests.unit.kb.clock import StillClock
from tests.unit.kb.conftest import NOON

DATA = ROOT.parent / "shared" / "data" / "kb"
SETS = {"esun_faq": (0.89, 0.98), "webank_faq": (0.88, 0.97)}
CLOCK, ZONE = StillClock(NOON), ZoneInfo("Asia/Shanghai")

pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason="evaluation data absent: put the sets into ../shared/data/kb"
)


async def measured(
    batch: Batch, judge: Judge, inside: Sequence[Query], outside: Sequence[Query] = (), hide: float = 0.0
) -> Measured:
    """Asks a bank of these articles every question."""
    without = hidden_sample(batch, hide, seed=1)
    keep, lost = split(inside, without)
    async with scratch(batch, without=without, judge=judge, clock=CLOCK, time_zone=ZONE) as answerer:
        return await measure(answerer, keep, hidden=lost, outside=outside)


@pytest.mark.parametrize(("name", "r_at_1", "r_at_3"), [(name, *least) for name, least in SETS.items()])
async def test_ranking(name: str, r_at_1: float, r_at_3: float) -> None:
    folder = DATA / name
    found = await measured(read(folder / "kb.jsonl"), NO_DECISION, read_queries(folder / "queries_dev.jsonl"))
    assert found.n > 100
    assert found.r_at_1 >= r_at_1
    assert found.r_at_3 >= r_at_3


async def test_held_out_halves_keep_the_risks() -> None:
    fit = pytest.importorskip("kb.measuring.fit", reason="scikit-learn is not installed")
    elsewhere = read_queries(DATA / "oos" / "oos_dev.jsonl")
    counts: Counter[str] = Counter()
    for half, name in enumerate(SETS):
        batch = read(DATA / name / "kb.jsonl")
        taught, asked = halves(read_queries(DATA / name / "queries_dev.jsonl"), half)
        outside_taught, outside_asked = halves(elsewhere, half)
        examples = Examples(batch, taught, outside_taught, similar=False)
        calibration = fit.Fitted(await examples.collect(CLOCK, ZONE)).calibration
        judge = Judge(calibration, Risks())
        counts.update(counted(await measured(batch, judge, asked, outside_asked), "hidden"))
        found = await measured(batch, judge, asked, hide=0.2)
        counts.update(hidden_n=found.hidden_n, hidden_answered=found.hidden_answered)
    print(dict(counts))
    assert counts["n"] > 250
    assert counts["answered"] >= 0.60 * counts["n"]
    assert counts["answered_wrong"] <= 0.03 * counts["answered"]
    assert counts["hidden_answered"] <= 0.08 * counts["hidden_n"]
    assert counts["oos_answered"] <= 0.005 * counts["oos_n"]


async def test_the_demo_bank_answers_no_question_from_elsewhere() -> None:
    judge = open_judge(Settings())
    batch = read(ROOT / "kb" / "demo")
    found = await measured(batch, judge, [], read_queries(DATA / "oos" / "oos_dev.jsonl"))
    assert found.oos_n == 200
    assert found.oos_answered <= 2


async def test_the_demo_bank_answers_customers_words() -> None:
    batch = read(ROOT / "kb" / "demo")
    queries = read_queries(ROOT / "kb" / "demo" / "questions.jsonl")
    found = await measured(batch, open_judge(Settings()), queries)
    assert found.n == len(queries) > 100
    assert found.answered >= 0.5 * found.n
    assert found.answered_wrong <= 0.02 * found.answered


def halves(queries: Sequence[Query], half: int) -> tuple[list[Query], list[Query]]:
    """What a calibration learns from, and what it is asked."""
    asked = [query for query in queries if fold_of("half " + query.text, 2) == half]
    return [query for query in queries if query not in asked], asked


def counted(found: Measured, without: str) -> Counter[str]:
    """The counts of a measurement."""
    counts = {name: figure for name, figure in asdict(found).items() if isinstance(figure, int)}
    return Counter({name: figure for name, figure in counts.items() if not name.startswith(without)})
