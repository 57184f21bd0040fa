"""A result is one flat JSON object with machine, commit and time."""

import io
import json
from datetime import datetime
from pathlib import Path

import pytest
from rich.console import Console

from tests.bench.plots import draw, points
from tests.bench.result import ABOUT, read_results, write_result
from tests.bench.table import table_of

FIGURES = {"p99_ms_c1": 4.25, "p99_ms_c8": 9.5, "messages_per_s_c1": 120.5, "messages_per_s_c8": 300.0}


def test_a_part_is_written_as_a_flat_object_and_read_back(tmp_path: Path) -> None:
    file = write_result(tmp_path, "hub", "as in production", FIGURES, "0.10 0.20 0.30")
    assert file == tmp_path / "hub.json"
    written = json.loads(file.read_text("utf-8"))
    assert set(written) == {*ABOUT, *FIGURES}
    assert not [value for value in written.values() if isinstance(value, dict | list)]
    assert all(written[name] for name in ABOUT)
    assert datetime.fromisoformat(written["at"]).tzinfo is not None
    assert "cores" in written["machine"]
    assert read_results(tmp_path) == {"hub": written}


def test_a_figure_without_a_unit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="latency"):
        write_result(tmp_path, "hub", "", {"p99_ms": 1.0, "latency": 2.0}, "")
    assert not list(tmp_path.iterdir())


def test_the_table_sets_the_same_figure_of_two_parts_side_by_side() -> None:
    table = table_of({"way": {"part": "way", "p99_ms": 5.0}, "stock": {"p99_ms": 1234.5, "start_s": 40.0}})
    out = io.StringIO()
    Console(file=out, width=100).print(table)
    (row,) = [line for line in out.getvalue().splitlines() if "p99_ms" in line]
    assert row.index("5.0") < row.index("1,234.5")
    assert "part" not in out.getvalue()


def test_a_curve_is_drawn_for_what_was_measured_and_nothing_else(tmp_path: Path) -> None:
    assert points(FIGURES, "messages_per_s_c", "") == [(1, 120.5), (8, 300.0)]
    assert points({"turn_10_ms": 4.0, "turn_500_ms": 5.0, "turn_ms": 1.0}, "turn_", "_ms") == [
        (10, 4.0),
        (500, 5.0),
    ]
    drawn = draw({"stock": FIGURES}, tmp_path)
    assert [file.name for file in drawn] == ["bench-throughput.png", "bench-latency.png"]
    assert all(file.read_bytes().startswith(b"\x89PNG") for file in drawn)
