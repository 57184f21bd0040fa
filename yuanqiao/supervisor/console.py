"""What the person at the terminal sees: log lines behind their process's name, sentences, progress."""

import itertools
import os
from typing import TextIO

from yuanqiao.supervisor.lines import Record, Renderer

NAME_WIDTH = 8
_COLOURS = ("36", "35", "33", "32", "34", "96", "95")
OWN_NAME = "run"


class Console:
    """Writes to one stream; coloured, with a live progress line, where that is a terminal."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.live = stream.isatty()
        self._colour = self.live and "NO_COLOR" not in os.environ
        self._renderer = Renderer(colour=self._colour)
        self._colours = dict.fromkeys([OWN_NAME], "1")
        self._next = itertools.cycle(_COLOURS)
        self._progress = ""
        self._gone = False

    def show(self, name: str, record: Record) -> None:
        """Shows one log record of a process."""
        for line in self._renderer.lines(record):
            self._line(name, line)

    def say(self, sentence: str) -> None:
        """Shows a sentence of the supervisor's own."""
        self._line(OWN_NAME, sentence)

    def progress(self, sentence: str) -> None:
        """Replaces the progress line; the empty text takes it away. Without a terminal nothing happens."""
        if self.live and sentence != self._progress:
            self._progress = sentence
            self._write(f"\r\033[K{sentence}")

    def _line(self, name: str, line: str) -> None:
        prefix = f"{name:<{NAME_WIDTH}}│ "
        if self._colour:
            prefix = f"\033[{self._colour_of(name)}m{prefix}\033[0m"
        if self._progress:
            self._write(f"\r\033[K{prefix}{line}\n{self._progress}")
        else:
            self._write(f"{prefix}{line}\n")

    def _colour_of(self, name: str) -> str:
        if name not in self._colours:
            self._colours[name] = next(self._next)
        return self._colours[name]

    def _write(self, text: str) -> None:
        if self._gone:
            return
        try:
            self._stream.write(text)
            self._stream.flush()
        except OSError:
            # The terminal was closed, or the pipe's reader left: the log files go on without it.
            self._gone = True
