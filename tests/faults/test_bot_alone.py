"""The real bot with no hub before it: turns posted twice, and commands in a customer's words.

Rows C4 and C11 of the fault matrix (docs/reliability.md), each with its broken build.
"""

from pathlib import Path

import pytest

from tests.faults.rows import ROWS
from tests.faults.test_kills import SEED, shown, sqlite


@pytest.mark.parametrize(("name", "count"), [("C4", 8), ("C11", 20)])
async def test_rows_that_need_no_hub(name: str, count: int, tmp_path: Path) -> None:
    result = shown(await ROWS[name].run(sqlite(tmp_path), count, SEED))
    assert result.clean, result.first_findings
    assert result.faults >= count


@pytest.mark.parametrize("name", ["C4", "C11"])
async def test_what_they_must_catch_is_caught(name: str, tmp_path: Path) -> None:
    result = shown(await ROWS[name].run_control(sqlite(tmp_path), SEED))
    assert ROWS[name].caught(result), result
