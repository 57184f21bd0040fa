"""Writes one JSON object per line on stderr; a customer's text never gets into any of them."""

import json
import logging
import sys
import traceback
from datetime import datetime, timezone
from typing import Any

_log = logging.getLogger("yuanqiao.bot")
_OURS = "fields"
INNERMOST_FRAMES = 6


class JsonLines(logging.Formatter):
    """Formats our own records with their fields, and those of libraries without their message.

    Rasa's messages quote what customers wrote, so of a library's record only its place is kept.
    """

    def format(self, record: logging.LogRecord) -> str:
        """One line of JSON."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, timezone.utc).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "process": "bot",
        }
        if record.name == _log.name:
            line.update(event=record.getMessage(), **getattr(record, _OURS, {}))
        else:
            line.update(event="library", place=f"{record.name}:{record.lineno}")
            if record.exc_info and record.exc_info[1]:
                line.update(describe(record.exc_info[1]))
        return json.dumps(line, ensure_ascii=False, default=str)


def set_up(level: str) -> None:
    """Sends everything that is logged in this process to stderr as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    _log.setLevel(level)


def info(event: str, **fields: Any) -> None:
    """Logs an event with its fields."""
    _log.info(event, extra={_OURS: fields})


def error(event: str, **fields: Any) -> None:
    """Logs something that a person should look at."""
    _log.error(event, extra={_OURS: fields})


def describe(problem: BaseException) -> dict[str, Any]:
    """An exception's type and places, without its message: that may quote a customer."""
    frames = traceback.extract_tb(problem.__traceback__)[-INNERMOST_FRAMES:]
    places = [f"{'/'.join(frame.filename.split('/')[-2:])}:{frame.lineno}" for frame in frames]
    return {"error": type(problem).__name__, "places": places}
