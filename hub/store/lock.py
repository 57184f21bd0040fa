"""One hub process for one SQLite file: a second one refuses to start (docs/operations.md)."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url

from hub.errors import SetupError
from hub.settings import Settings


@contextmanager
def hold_database(settings: Settings) -> Iterator[None]:
    """Holds the SQLite file's lock; the system frees it when the process dies. Raises `SetupError`."""
    url = make_url(settings.database)
    if url.get_backend_name() != "sqlite" or not url.database:
        yield
        return
    path = Path(url.database).with_suffix(".lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise SetupError(f"another hub is running on {url.database}: stop it first") from error
        yield
