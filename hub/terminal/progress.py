"""The progress bar of commands that ask many questions; on stderr, so that stdout holds the result alone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[], None]]:
    """A bar for the length of a block; each call of what it gives is one more done."""
    columns = (*Progress.get_default_columns(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        job = bar.add_task(what, total=total)
        yield lambda: bar.advance(job)
