"""Recorded cases of other projects and of providers, read beside the checkout and never copied into it."""

import json
from typing import Any

import pytest

from hub.settings import ROOT

FOLDER = ROOT.parent / "shared" / "data" / "channels"

needs_recorded = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="evaluation data absent: put the cases into ../shared/data/channels"
)


def cases(*kinds: str) -> list[dict[str, Any]]:
    """The cases whose kind begins with one of these, of all files; none where they are absent."""
    found = [
        case
        for path in sorted(FOLDER.glob("*.json"))
        for case in json.loads(path.read_text(encoding="utf-8"))["cases"]
        if case["kind"].startswith(kinds)
    ]
    return sorted(found, key=lambda case: str(case["id"]))


def named(case: dict[str, Any]) -> str:
    """What a test of the case is called."""
    return f"{case['id']}-{case['kind']}"
