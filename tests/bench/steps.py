"""Shows on a terminal how far a measurement is, and lets it go on meanwhile."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

EVERY_S = 0.5


class Steps:
    """The bars of one part."""

    def __init__(self, progress: Progress, part: str) -> None:
        self._progress = progress
        self._part = part

    @contextmanager
    def timed(self, what: str, seconds: float) -> Iterator[None]:
        """A step that takes about so long; the bar moves with the time."""
        bar = self._progress.add_task(f"{self._part}: {what}", total=seconds)
        over = threading.Event()
        thread = threading.Thread(target=self._move, args=(bar, over), daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()
            self._progress.remove_task(bar)

    @contextmanager
    def counted(self, what: str, total: int) -> Iterator[Callable[[], None]]:
        """A step of so many; the block calls what it is given after each."""
        bar = self._progress.add_task(f"{self._part}: {what}", total=total)
        try:
            yield lambda: self._progress.advance(bar)
        finally:
            self._progress.remove_task(bar)

    def _move(self, bar: object, over: threading.Event) -> None:
        began = time.monotonic()
        while not over.wait(EVERY_S):
            self._progress.update(bar, completed=time.monotonic() - began)  # type: ignore[arg-type]


def bars() -> Progress:
    """What the steps are drawn on: redrawn twice a second, so that drawing costs what is measured little."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    return Progress(*columns, refresh_per_second=2, transient=True)
