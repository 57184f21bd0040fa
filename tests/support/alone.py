"""Which tests run while nothing else does: those with a clock in them, and those of the whole house."""

from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
FOLDERS = (TESTS / "e2e", TESTS / "faults")
WITHOUT_CLOCK = frozenset(
    {
        *("test_checks.py", "test_crash_points.py", "test_needs.py", "test_table.py", "test_telling.py"),
        *("test_disk.py", "test_folder.py", "test_log_written_back.py"),
    }
)
"""Files below these folders about the tests' own tools, which run no house."""

IMPATIENT = frozenset({"hasty", "narrow", "patient"})
"""Fixtures of hubs that wait for a fraction of a second where the product waits for many."""


def has_to_run_alone(item: pytest.Item) -> bool:
    """Whether a busy second core could change what this test sees; others say so with `pytest.mark.alone`."""
    in_folder = any(item.path.is_relative_to(folder) for folder in FOLDERS)
    if in_folder and item.path.name not in WITHOUT_CLOCK:
        return True
    return not IMPATIENT.isdisjoint(getattr(item, "fixturenames", ()))
