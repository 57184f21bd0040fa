"""Which tests run while nothing else does: those with a clock in them."""

from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
WITH_CLOCK = frozenset(
    TESTS / "faults" / name
    for name in (
        "test_disk_rows.py",
        "test_house_faults.py",
        "test_overload.py",
        "test_rolling_restarts.py",
        "test_server_faults.py",
        "test_slow_server.py",
        "test_stopped_senders.py",
    )
)
"""Rows that judge how long somebody waited, or whose processes wait for seconds where they could for many.

The others kill, cut and break, and wait up to a minute for what has to come: a busy core makes them slower.
"""

CALLS = "test_video*.py"
"""Calls in Chromium: pictures in real time, beside which everything takes up to five times as long."""

IMPATIENT = frozenset({"hasty", "narrow", "patient"})
"""Fixtures of hubs that wait for a fraction of a second where the product waits for many."""


def has_to_run_alone(item: pytest.Item) -> bool:
    """Whether a busy second core could change what this test sees; others say so with `pytest.mark.alone`."""
    is_call = item.path.parent == TESTS / "e2e" and item.path.match(CALLS)
    return is_call or item.path in WITH_CLOCK or not IMPATIENT.isdisjoint(getattr(item, "fixturenames", ()))
