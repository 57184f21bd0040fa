"""docs/how-a-message-travels.md names files, crash points and codes that exist."""

import re

import pytest

from hub.crash_points import CRASH_POINTS
from hub.settings import ROOT

PAGE = (ROOT / "docs" / "how-a-message-travels.md").read_text(encoding="utf-8")
FILE = re.compile(r"`((?:hub|connectors|bot|actions|kb|tests|docs)/[\w./-]+\.(?:py|md))`")


def test_every_file_that_the_page_names_exists() -> None:
    named = set(FILE.findall(PAGE))
    assert len(named) > 30
    assert [name for name in sorted(named) if not (ROOT / name).is_file()] == []


def test_every_transaction_that_the_page_names_is_a_crash_point() -> None:
    named = set(re.findall(r"`((?:inbox|turn|outbox)\.[a-z]+)`", PAGE))
    assert named == {point.rpartition(".")[0] for point in CRASH_POINTS}


@pytest.mark.parametrize("promise", ["G1", "G2", "G3", "G5", "G8"])
def test_every_promise_of_the_first_day_has_its_tests(promise: str) -> None:
    (row,) = re.findall(rf"^\| \*\*{promise}\*\*.*$", PAGE, re.MULTILINE)
    kept, shown = row.split("|")[2:4]
    assert FILE.findall(kept)
    assert [name for name in FILE.findall(shown) if name.startswith("tests/")]
