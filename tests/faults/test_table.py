"""The table that documents show is made of what was measured."""

from pathlib import Path

from tests.faults.result import Result
from tests.faults.rows import ROWS
from tests.faults.table import bound, file_name, lines_of


def test_each_result_has_a_line_and_a_break_is_not_hidden(tmp_path: Path) -> None:
    Result("A2", 7, "postgres", faults=108, accepted=2000, commit="abc").write(
        tmp_path / file_name("A2", "postgres")
    )
    Result("A1", 7, "sqlite", faults=200, accepted=9000, lost=1, control_caught=True).write(
        tmp_path / file_name("A1", "sqlite")
    )
    first, second = lines_of(tmp_path)
    assert first.startswith(f"| A1 | {ROWS['A1'].what} | sqlite | 200 | 9,000 | 1 | 0 | 0 | 0 | – | yes: ")
    assert second.startswith(f"| A2 | {ROWS['A2'].what} | postgres | 108 | 2,000 | 0 | 0 | 0 | 0 | ≤ 2.8 % |")
    assert "not run" in second


def test_nothing_measured_gives_no_line(tmp_path: Path) -> None:
    assert list(lines_of(tmp_path)) == []


def test_the_rule_of_three() -> None:
    assert [bound(1000, 0), bound(1000, 2), bound(1, 0), bound(0, 0)] == ["≤ 0.3 %", "–", "–", "–"]
