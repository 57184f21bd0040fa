"""A proxy before PostgreSQL: slow, silent, or cut between a commit and its answer."""

import socket
import threading
import time
from collections.abc import Callable

from sqlalchemy.engine import make_url

from tests.support.postgres_wire import READY, Line
from tests.support.proxy import CuttingProxy, Pair

Wanted = Callable[[frozenset[str]], bool]
"""Whether to cut at the commit of a transaction with these writes ("INSERT message", …)."""


class PostgresProxy(CuttingProxy):
    """Stands before one server."""

    def __init__(self, url: str) -> None:
        """`url`: the server's, as the product is given it."""
        server = make_url(url)
        assert server.port is not None
        self._lines: dict[Pair, Line] = {}
        self._cutting: set[Pair] = set()
        self._wanted: Wanted | None = None
        self._delay_s = 0.0
        self._silent = False
        self._changed = threading.Condition()
        self.cuts = 0
        super().__init__(server.port)
        self.database_url = server.set(host="127.0.0.1", port=self.port).render_as_string(hide_password=False)

    def cut_at_commit(self, wanted: Wanted | None = lambda _writes: True) -> None:
        """Passes the next wanted COMMIT on and breaks its connection before the answer; None: no longer."""
        with self._changed:
            self._wanted = wanted

    def slow_down(self, seconds: float) -> None:
        """Every answer comes so much later; 0 lets all go quickly again, those held back too."""
        with self._changed:
            self._delay_s = seconds
            self._changed.notify_all()

    def fall_silent(self, silent: bool) -> None:
        """Takes everything and answers nothing; afterwards what was held back comes."""
        with self._changed:
            self._silent = silent
            self._changed.notify_all()

    def close(self) -> None:
        """Stops listening and breaks what is open."""
        self.slow_down(0)
        self.fall_silent(False)
        super().close()

    def forward(self, data: bytes, sink: socket.socket, pair: Pair, *, up: bool) -> bool:
        """Reads along, and holds back."""
        if up:
            self._listen(data, pair)
        elif pair in self._cutting:
            self.cuts += 1
            return False
        else:
            self._hold_back(data)
        return super().forward(data, sink, pair, up=up)

    def ended(self, pair: Pair) -> None:
        """Forgets the connection."""
        self._lines.pop(pair, None)
        self._cutting.discard(pair)

    def _listen(self, data: bytes, pair: Pair) -> None:
        writes = self._lines.setdefault(pair, Line()).hear(data)
        with self._changed:
            if writes is not None and self._wanted is not None and self._wanted(writes):
                self._wanted = None
                self._cutting.add(pair)

    def _hold_back(self, data: bytes) -> None:
        came = time.monotonic()
        with self._changed:
            while self._silent or (READY in data[-6:] and self._left_s(came) > 0):
                self._changed.wait(None if self._silent else self._left_s(came))

    def _left_s(self, came: float) -> float:
        return came + self._delay_s - time.monotonic()
