"""Which of several PostgreSQL servers is asked: the one that takes writes, past those that are silent."""

from typing import Any

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy import URL

WRITES = "read-write"
"""What is asked of a server where the URL names several and says nothing: a standby refuses every write."""

ANOTHER_MAY = (
    OSError,
    TimeoutError,
    asyncpg.TargetServerAttributeNotMatched,
    asyncpg.CannotConnectNowError,
    asyncpg.PostgresConnectionError,
)
"""A server that is gone, silent, a standby, or that starts or stops just now."""


class Servers:
    """Connects to one of the servers of a URL, the one that served last before the others.

    The driver alone would give a silent server (a machine without power answers nothing) all the time that
    there is, and never come to the next.
    """

    def __init__(self) -> None:
        self._last = 0

    async def connect(self, *, host: Any = None, port: Any = None, **options: Any) -> Any:
        """A connection of the driver's own; raises `ConnectionError` where no server is as wanted."""
        if not isinstance(host, list):
            return await asyncpg.connect(host=host, port=port, **options)
        options = {"target_session_attrs": WRITES, **options}
        if options.get("timeout"):
            options["timeout"] /= len(host)
        order = [(self._last + step) % len(host) for step in range(len(host))]
        failures = []
        for place in order:
            try:
                connection = await asyncpg.connect(host=host[place], port=port[place], **options)
            except ANOTHER_MAY as error:
                failures.append(f"{host[place]}:{port[place]}: {error!r}")
            else:
                self._last = place
                return connection
        raise ConnectionError(f"no server is as wanted ({'; '.join(failures)})")


def environment_of(url: URL) -> dict[str, str]:
    """What PostgreSQL's own programs have to be told of a URL's servers and database."""
    _, options = url.get_dialect()().create_connect_args(url)
    host, port, wanted = options.get("host"), options.get("port"), options.get("target_session_attrs")
    if isinstance(host, list):
        host, port, wanted = ",".join(host), ",".join(map(str, port or ())), wanted or WRITES
    named = {
        "PGHOST": host,
        "PGPORT": port,
        "PGUSER": url.username,
        "PGDATABASE": url.database,
        "PGPASSWORD": url.password,
        "PGTARGETSESSIONATTRS": wanted,
    }
    return {name: str(value) for name, value in named.items() if value}
