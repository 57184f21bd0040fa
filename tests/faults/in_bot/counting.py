"""Writes down, for the driver, how often each customer's words stand in each tracker."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any


def write_heard(trackers: Mapping[str, Iterable[Any]], file: Path) -> None:
    """`trackers`: events by conversation; the texts of the customers' events are written, in order."""
    heard = {
        conversation: [event.text for event in events if event.type_name == "user"]
        for conversation, events in trackers.items()
    }
    file.write_text(json.dumps(heard, ensure_ascii=False), encoding="utf-8")
