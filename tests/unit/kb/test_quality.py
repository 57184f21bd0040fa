"""How well the knowledge base ranks and decides, on two banks' questions that nobody of us wrote.

The sets may be used for evaluation only, so they lie outside the repository; without them this is skipped.
"""

from pathlib import Path

import pytest

from hub.settings import ROOT
from kb import load
from kb.measuring.evaluate import Measured, measure
from kb.measuring.queries import read_queries
from tests.unit.kb.conftest import Bank

DATA = ROOT.parent / "shared" / "data" / "kb"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="evaluation data absent: ../shared/data/kb")


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """SQLite alone: the figures do not depend on the database."""
    return f"sqlite+aiosqlite:///{tmp_path / 'yuanqiao.db'}"


async def measured(bank: Bank, queries: Path) -> Measured:
    """Asks the bank every question of a file."""
    result = await measure(bank.answerer, read_queries(queries))
    assert result.n > 100
    return result


@pytest.mark.parametrize(("name", "r_at_1", "r_at_3"), [("esun_faq", 0.89, 0.98), ("webank_faq", 0.88, 0.97)])
async def test_ranking_and_decision(bank: Bank, name: str, r_at_1: float, r_at_3: float) -> None:
    folder = DATA / name
    await load.load(
        bank.database, folder / "kb.jsonl", now=bank.clock.now(), approved_by="test", check_numbers=False
    )
    await bank.rebuild()
    inside = await measured(bank, folder / "queries_dev.jsonl")
    assert inside.r_at_1 >= r_at_1
    assert inside.r_at_3 >= r_at_3
    assert inside.answered >= 0.5 * inside.n
    assert inside.answered_wrong <= 0.03 * inside.answered
    assert inside.offered_with_right_one >= 0.9 * inside.offered
    outside = await measured(bank, DATA / "oos" / "oos_dev.jsonl")
    assert outside.answered <= 3


async def test_the_demo_bank_answers_no_question_from_elsewhere(bank: Bank) -> None:
    await load.load(bank.database, ROOT / "kb" / "demo", now=bank.clock.now(), approved_by="test")
    await bank.rebuild()
    assert (await measured(bank, DATA / "oos" / "oos_dev.jsonl")).answered <= 3
