"""Turns what a process prints into log records, and records into lines for people."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from structlog.dev import ConsoleRenderer, plain_traceback

LONGEST = 64 * 1024
TIMES = ("time", "at", "timestamp")
Record = dict[str, Any]

_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
# Control characters (C0 without tab, C1): a customer's text must not steer the operator's terminal.
_CONTROLS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f]")


class Splitter:
    """Cuts a stream of bytes into lines; one longer than 64 kB is cut in pieces."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, chunk: bytes) -> Iterator[str]:
        """The lines that are whole now."""
        *whole, self._rest = (self._rest + chunk).split(b"\n")
        if len(self._rest) > LONGEST:
            whole, self._rest = [*whole, self._rest], b""
        for line in whole:
            for start in range(0, len(line) or 1, LONGEST):
                yield line[start : start + LONGEST].decode("utf-8", "replace").rstrip("\r")

    def finish(self) -> Iterator[str]:
        """What came after the last line break."""
        if self._rest:
            yield self._rest.decode("utf-8", "replace")
            self._rest = b""


def record(line: str) -> Record | None:
    """The log record of a line: its JSON object, or its plain text as an event; None for an empty line."""
    if not line.strip():
        return None
    if line.startswith("{"):
        try:
            found = json.loads(line)
        except ValueError:
            found = None
        if isinstance(found, dict) and "event" in found:
            return found
    return {"time": datetime.now(UTC).isoformat(), "event": _ESCAPES.sub("", line)}


def text(found: Record) -> str:
    """The event alone, as a sentence."""
    return _clean(str(found["event"])).strip()


class Renderer:
    """Renders records as lines, each behind the name of its process."""

    def __init__(self, *, colour: bool) -> None:
        self._console = ConsoleRenderer(
            colors=colour, pad_event_to=0, pad_level=False, exception_formatter=plain_traceback
        )

    def lines(self, found: Record) -> list[str]:
        """One line, or more where the record holds a traceback."""
        # Only the traceback may span lines; everything else is cleaned of line breaks too.
        shown = {
            _clean(key): _cleaned(value) if key not in ("exception", "stack") else _block(value)
            for key, value in found.items()
        }
        times = [str(shown.pop(key)) for key in TIMES if key in shown]
        shown["timestamp"] = _time_of_day(times[0] if times else "")
        shown.pop("process", None)  # the name in front of the line says it
        if not isinstance(shown.get("level"), str):
            shown.pop("level", None)
        rendered = self._console(None, "", shown)
        return str(rendered).split("\n")


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return _clean(value)
    return (
        value
        if value is None or isinstance(value, int | float)
        else _clean(json.dumps(value, ensure_ascii=False))
    )


def _clean(value: str) -> str:
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", value)


def _block(value: Any) -> str:
    return "\n".join(_clean(line) for line in str(value).split("\n"))


def _time_of_day(timestamp: str) -> str:
    try:
        return datetime.fromisoformat(timestamp).astimezone().strftime("%H:%M:%S")
    except ValueError:
        return datetime.now().astimezone().strftime("%H:%M:%S")
