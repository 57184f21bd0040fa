"""The one form in which a sealed recording writes JSON, so that equal content is equal bytes."""

import json
from typing import Any


def to_line(value: Any) -> bytes:
    """JSON in UTF-8, names sorted, no blanks, a line feed; raises `ValueError` for what it cannot hold."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"


def from_line(line: bytes) -> Any:
    """What a line holds; raises `ValueError` unless the line is exactly what `to_line` makes of it."""
    value = json.loads(line)
    if to_line(value) != line:
        raise ValueError("the line is not in the form in which recordings are written")
    return value
