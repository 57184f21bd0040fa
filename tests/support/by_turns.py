"""Each flow test on one of the two databases, half of them on each: what a whole `make test` has time for."""

import zlib
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest

FLOW = Path(__file__).resolve().parents[1] / "flow"
KINDS = ("sqlite", "postgres")


def left_out(items: Iterable[pytest.Item]) -> set[pytest.Item]:
    """What does not run, of flow tests that would run on both; which is which stays so from run to run."""
    by_test: dict[str, dict[str, pytest.Item]] = defaultdict(dict)
    for item in items:
        if (kind := _database_of(item)) is not None and item.path.is_relative_to(FLOW):
            by_test[item.nodeid.replace(kind, "")][kind] = item
    return {
        found[KINDS[zlib.crc32(test.encode()) % 2]]
        for test, found in by_test.items()
        if found.keys() == set(KINDS)
    }


def _database_of(item: pytest.Item) -> str | None:
    asked = getattr(item, "callspec", None)
    kind = asked.params.get("database_url") if asked else None
    return kind if kind in KINDS else None
