"""Shows which step runs and for how long: one live line on a terminal, plain lines elsewhere."""

import shutil
import sys
import time
from typing import TextIO

LIVE_EVERY_S = 0.2
PLAIN_EVERY_S = 15.0
PLAIN_WIDTH = 120


class ProgressDisplay:
    """The display of a list of steps; `total` is how many there are."""

    def __init__(self, total: int, stream: TextIO | None = None) -> None:
        self._total = total
        self._stream = stream or sys.stdout
        self._live = self._stream.isatty()
        self._number = 0
        self._title = ""
        self._started = self._shown = 0.0
        self._drawn = False

    def begin(self, title: str) -> None:
        """Starts the next step."""
        self._number += 1
        self._title = title
        self._started = time.monotonic()
        self._shown = self._started
        if not self._live:
            self._line("…")

    def skip(self) -> None:
        """Counts a step that needs nothing."""
        self._number += 1

    def tick(self, doing: str = "") -> None:
        """Tells that the step is still running; `doing` is its newest line of output."""
        now = time.monotonic()
        if now - self._shown < (LIVE_EVERY_S if self._live else PLAIN_EVERY_S):
            return
        self._shown = now
        if self._live:
            text = f"{self._head()}  {self._seconds()}  {doing}"
            self._write("\r\033[K" + text[: shutil.get_terminal_size().columns - 1])
            self._drawn = True
        else:
            self._line(f"{self._seconds()}  {doing}"[:PLAIN_WIDTH])

    def end(self, result: str = "done") -> None:
        """Ends the step."""
        self._clear()
        self._line(f"{result}  {self._seconds()}")

    def _head(self) -> str:
        return f"[{self._number}/{self._total}] {self._title}"

    def _seconds(self) -> str:
        return f"{time.monotonic() - self._started:.0f} s"

    def _line(self, text: str) -> None:
        self._write(f"{self._head()}  {text}\n")

    def _clear(self) -> None:
        if self._drawn:
            self._write("\r\033[K")
            self._drawn = False

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()
