"""The large house, at a size that is tried in seconds: every step is measured, and the edits are found."""

from dataclasses import replace

from rich.progress import Progress

from tests.bench.figures import ends_in_unit
from tests.bench.parts import house_of_articles
from tests.bench.sizes import QUICK
from tests.bench.steps import Steps


async def test_a_small_house_is_loaded_asked_and_edited() -> None:
    sizes = replace(QUICK, house_questions=205, searches=5)
    figures = await house_of_articles.measure(sizes, Steps(Progress(disable=True), "house-of-articles"))
    assert (figures["articles_count"], figures["questions_count"]) == (21, 205)
    assert all(ends_in_unit(name) for name in figures)
    assert 0 < figures["edit_s"] < figures["edit_found_s"]
    assert figures["p99_ms"] > 0
    assert figures["p99_decision_ms"] > figures["p50_ms"]
    assert figures["asked_memory_mb"] > 10
