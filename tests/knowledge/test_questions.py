"""Three hundred questions of people who never saw the demo bank's articles."""

from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hub.settings import ROOT, Settings
from kb.answer import Answered, open_judge
from kb.formats import Batch, read
from kb.measuring.evaluate import measure
from kb.measuring.queries import Query, read_queries, require_articles
from kb.measuring.scratch import scratch
from kb.numbers import placeholders
from tests.unit.kb.clock import DEMO_COMPLETE, StillClock

FOLDER = Path(__file__).parent
ZONE = ZoneInfo("Asia/Shanghai")
CLOCK = StillClock(DEMO_COMPLETE)


@pytest.fixture(scope="module")
def bank() -> Batch:
    return read(ROOT / "kb" / "demo")


@pytest.fixture(scope="module")
def questions() -> list[Query]:
    return read_queries(FOLDER / "questions.jsonl")


def figures(batch: Batch, article_ids: Sequence[str]) -> set[str]:
    """The rates, fees, amounts and dates that answers of these articles name."""
    wanted = set(article_ids)
    return {
        name
        for _, draft in batch.articles
        if draft.article_id in wanted
        for _, name in placeholders(draft.answer)
    }


def test_the_questions_are_about_the_bank_and_in_nobody_elses_words(
    bank: Batch, questions: list[Query]
) -> None:
    rehearsal = read_queries(FOLDER / "rehearsal.jsonl")
    require_articles([*questions, *rehearsal], bank)
    assert len({question.text for question in questions}) == 300
    assert not {question.text for question in questions} & {question.text for question in rehearsal}


async def test_the_right_article_comes_first_and_wrong_answers_are_rare(
    bank: Batch, questions: list[Query]
) -> None:
    async with scratch(
        bank, without=frozenset(), judge=open_judge(Settings()), clock=CLOCK, time_zone=ZONE
    ) as answerer:
        found = await measure(answerer, questions)
    print(found)
    assert found.n == 300
    assert found.r_at_1 >= 0.92
    assert found.answered >= 0.6 * found.n
    assert found.answered_wrong <= 0.02 * found.answered


async def test_nobody_is_told_a_figure_of_another_article(bank: Batch, questions: list[Query]) -> None:
    told = 0
    async with scratch(
        bank, without=frozenset(), judge=open_judge(Settings()), clock=CLOCK, time_zone=ZONE
    ) as answerer:
        for question in questions:
            decision = await answerer.answer(question.text)
            also = decision.also if isinstance(decision, Answered) else ()
            for part in (decision, *also):
                if isinstance(part, Answered):
                    named = figures(bank, [part.source.article_id])
                    told += bool(named)
                    wrong = part.source.article_id not in question.right
                    assert not (wrong and named - figures(bank, list(question.right))), question.text
    assert told > 50
