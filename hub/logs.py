"""Sets up logging: one JSON object per line on stderr, from our own code and from every library alike.

Time in UTC, level, event, and what is bound in context (`correlation_id`, `conversation`, `turn`).
What a line may say is decided in one place, `hub.log_fields`, behind which nothing is added.
"""

import contextlib
import logging
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from types import TracebackType
from typing import Any

import structlog
from structlog.stdlib import ProcessorFormatter
from structlog.types import EventDict, Processor, WrappedLogger

from hub.compact_json import write_json
from hub.log_fields import clean_fields, clean_text, describe_error
from hub.log_lines import Lines

LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40}
QUIET = (
    "sqlalchemy",
    "asyncpg",
    "sanic.access",
    "websockets",
    "aiohttp.access",
    "tantivy",
    "alembic",
)
"""Libraries that log statements with their values, or addresses, below WARNING."""

LIBRARY_LINE = 300


def configure_logging(process: str, level: str) -> None:
    """Sends every log record of this process to stderr as JSON; `level` is one of `LEVELS`.

    May be called again; the last call holds. A server framework must be told not to configure logging
    itself (Sanic: `configure_logging=False`).
    """
    lowest = LEVELS[level]
    told: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        _now,
    ]
    finish = _finish(process, everything=lowest <= LEVELS["debug"])
    lines = Lines(lambda event: _tell(finish(None, "", event)))
    _configure_stdlib(lowest, [*told, _from_library, finish], lines)
    structlog.configure(
        # Past the standard library, which would make two records of each line: no other handler gets any.
        processors=[*told, _as_it_is],
        wrapper_class=structlog.make_filtering_bound_logger(lowest),
        logger_factory=partial(_OwnLines, lines),
        cache_logger_on_first_use=False,
    )
    sys.excepthook = _log_uncaught
    threading.excepthook = _log_uncaught_in_thread


def _configure_stdlib(lowest: int, foreign: list[Processor], lines: Lines) -> None:
    handler = _Handler(lines)
    handler.setFormatter(
        ProcessorFormatter(
            foreign_pre_chain=foreign, processors=[ProcessorFormatter.remove_processors_meta, _render]
        )
    )
    for name in list(logging.root.manager.loggerDict):
        existing = logging.getLogger(name)
        existing.handlers.clear()
        existing.propagate = True
    logging.root.handlers[:] = [handler]
    # Libraries tell values at debug that nobody checked: debug is for our own lines alone.
    logging.root.setLevel(max(lowest, LEVELS["info"]))
    for name in QUIET:
        logging.getLogger(name).setLevel(max(lowest, LEVELS["warning"]))
    logging.captureWarnings(capture=True)


class _OwnLines:
    """Where the lines of our own code end: what warns is written at once, what only informs has time."""

    def __init__(self, lines: Lines, name: str = "hub") -> None:
        self.name = name
        self.debug = self.info = lines.later
        self.warning = self.error = self.critical = lines.now


class _Handler(logging.Handler):
    """Writes to what is stderr at the time; a record that cannot be written is told without its arguments."""

    def __init__(self, lines: Lines) -> None:
        super().__init__()
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        """Writes one line."""
        self._lines.write()  # what our own code said before
        try:
            _write(self.format(record))
        except (TypeError, ValueError, OSError):  # arguments that do not fit the sentence, no stream, no room
            self.handleError(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  (the name is logging's)
        """Tells which logger lost a record; logging itself would print the arguments."""
        with contextlib.suppress(ValueError, OSError):
            _write(f'{{"level":"error","event":"log.lost","logger":"{_plain(record.name)}"}}')


def _tell(event: EventDict) -> None:
    # A closed stream, or one without room: whoever has something to say goes on working all the same.
    with contextlib.suppress(ValueError, OSError):
        _write(_render(None, "", event))


def _write(line: str) -> None:
    """In one call, so that lines of other processes cannot fall between."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _plain(name: str) -> str:
    return "".join(char for char in name if char.isascii() and (char.isalnum() or char in "._"))


def _from_library(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """A library's sentence becomes the field `detail`: its first line, masked and cut."""
    sentence = str(event["event"]).split("\n", 1)[0]
    return {**event, "event": "library.said", "detail": clean_text(sentence)[:LIBRARY_LINE]}


def _now(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    event["time"] = time.time()
    return event


def _as_it_is(_logger: WrappedLogger, _method: str, event: EventDict) -> tuple[tuple[EventDict], EventDict]:
    """The line for our own loggers, not in words yet; which error it tells of is known only now."""
    if "exc_info" in event:
        event["exc_info"] = _error_in(event["exc_info"])
    return (event,), {}


def _finish(process: str, *, everything: bool) -> Callable[[WrappedLogger, str, EventDict], EventDict]:
    def finish(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        inside = {"_record", "_from_structlog"}
        error = _error_in(event.pop("exc_info", None))
        event["time"] = _in_words(event["time"])
        fields = {name: value for name, value in event.items() if name not in inside}
        head: dict[str, Any] = {
            name: fields.pop(name) for name in ("time", "level", "event", "logger") if name in fields
        }
        result = clean_fields({**head, "process": process, **fields}, everything=everything)
        kept = {name: event[name] for name in inside if name in event}
        return {**result, **kept} if error is None else {**result, **kept, "exception": describe_error(error)}

    return finish


def _in_words(seconds: float) -> str:
    at = datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
    return f"{at.isoformat(timespec='microseconds')}Z"


def _error_in(exc_info: Any) -> BaseException | None:
    if isinstance(exc_info, BaseException):
        return exc_info
    if isinstance(exc_info, tuple):
        return exc_info[1] if isinstance(exc_info[1], BaseException) else None
    return sys.exc_info()[1] if exc_info else None


def _render(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
    return write_json(event)  # what `clean_fields` lets pass is all JSON can hold


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    structlog.get_logger("hub").error("process.uncaught", exc_info=error.with_traceback(trace))


def _log_uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        structlog.get_logger("hub").error("thread.uncaught", exc_info=args.exc_value)
