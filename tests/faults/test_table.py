"""The table that documents show is made of what was measured."""

from pathlib import Path

from tests.faults.result import Result
from tests.faults.rows import ROWS
from tests.faults.table import absent_from, bound, file_name, lines_of


def test_each_result_has_a_line_and_a_break_is_not_hidden(tmp_path: Path) -> None:
    Result("A2", 7, "postgres", faults=108, accepted=2000, parked=3, commit="abc").write(
        tmp_path / file_name("A2", "postgres")
    )
    Result("A1", 7, "sqlite", faults=200, accepted=9000, lost=1, control_caught=True).write(
        tmp_path / file_name("A1", "sqlite")
    )
    first, second = lines_of(tmp_path)
    start = (
        f"| A1 | {ROWS['A1'].what} | sqlite | 200 | 9,000 | 1 | 0 | 0 | 0 | 0 | **not clean**: 1 lost | yes: "
    )
    assert first.startswith(start)
    assert second.startswith(
        f"| A2 | {ROWS['A2'].what} | postgres | 108 | 2,000 | 0 | 0 | 0 | 0 | 3 | ≤ 2.8 % |"
    )
    assert "not run" in second


def test_a_break_that_has_no_column_is_not_hidden(tmp_path: Path) -> None:
    missed = ["recovery from slow"]
    Result("C2", 7, "sqlite", faults=40, effects=2, untold=1, missed=missed).write(tmp_path / "C2.json")
    (line,) = lines_of(tmp_path)
    assert "| **not clean**: 1 untold, 2 effects, 1 missed |" in line


def test_what_was_not_measured_is_named(tmp_path: Path) -> None:
    assert "A1-postgres.json" in list(absent_from(tmp_path))
    Result("A1", 7, "postgres").write(tmp_path / "A1-postgres.json")
    assert "A1-postgres.json" not in list(absent_from(tmp_path))


def test_nothing_measured_gives_no_line(tmp_path: Path) -> None:
    assert list(lines_of(tmp_path)) == []


def test_the_rule_of_three() -> None:
    assert [bound(1000, {}), bound(1, {}), bound(0, {})] == ["≤ 0.3 %", "–", "–"]
