"""Keeps what a process printed, one JSON object a line, bounded in size."""

import json
import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

from yuanqiao.supervisor.lines import Record

BYTES = 20_000_000
OLD_FILES = 4


class LogFile(RotatingFileHandler):
    """`<name>.jsonl`, at most 20 MB, with four older ones behind it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=BYTES, backupCount=OLD_FILES, encoding="utf-8")
        self.path = path
        self.broken: BaseException | None = None

    def write(self, record: Record) -> None:
        """Appends one record; a disk that refuses is remembered in `broken`, and the process goes on."""
        line = json.dumps(record, ensure_ascii=False)
        self.broken = None
        self.handle(logging.LogRecord("", logging.INFO, "", 0, line, None, None))

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's name
        """Remembers the error instead of printing a traceback into the operator's terminal."""
        self.broken = sys.exc_info()[1]
