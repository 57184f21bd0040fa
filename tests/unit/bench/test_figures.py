"""Figures are the values that were seen, under names that tell their unit."""

import pytest

from tests.bench.figures import at_once, ends_in_unit, spread_ms


def test_spans_in_seconds_become_figures_in_milliseconds() -> None:
    spans = [0.001] * 98 + [0.0305, 2.0]
    assert spread_ms(spans) == {"p50_ms": 1.0, "p95_ms": 1.0, "p99_ms": 2000.0}
    assert set(spread_ms(spans, "share")) == {"p50_share_ms", "p95_share_ms", "p99_share_ms"}


def test_figures_of_a_load_are_named_for_how_many_were_at_once() -> None:
    assert at_once({"p99_ms": 1.5, "messages_per_s": 40.0}, 8) == {
        "p99_ms_c8": 1.5,
        "messages_per_s_c8": 40.0,
    }


@pytest.mark.parametrize(
    "name", ["p99_ms", "messages_per_s_c8", "bytes_each", "memory_mb", "start_s", "p50_share_ms_c32"]
)
def test_these_names_end_in_a_unit(name: str) -> None:
    assert ends_in_unit(name)


@pytest.mark.parametrize("name", ["p99", "latency", "ms_p99", "p99_ms_8", "start_sec", "Memory_mb", ""])
def test_these_names_end_in_none(name: str) -> None:
    assert not ends_in_unit(name)
