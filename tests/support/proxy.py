"""A TCP proxy that tests can cut, and open again: between browser and hub, or before another server."""

import socket
import threading
from contextlib import suppress

CHUNK = 65536

Pair = tuple[socket.socket, socket.socket]
"""A connection: the client's end and the server's."""


class CuttingProxy:
    """Forwards every connection to one port of loopback; runs in threads of its own."""

    def __init__(self, target_port: int) -> None:
        self._target = target_port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._pairs: set[Pair] = set()
        self._lock = threading.Lock()
        self._refuses = False
        self._cut_after: int | None = None
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Breaks every open connection, as a network does: no goodbye."""
        with self._lock:
            pairs, self._pairs = self._pairs, set()
        for pair in pairs:
            for end in pair:
                _abort(end)

    def cut_after_client_bytes(self, count: int) -> None:
        """Breaks the connection in the middle of what the client sends, after so many more bytes."""
        self._cut_after = count

    @property
    def cut_is_due(self) -> bool:
        """Whether the client has not sent so much yet."""
        return self._cut_after is not None

    def refuse(self, refuses: bool) -> None:
        """Lets new connections fail, or succeed again."""
        self._refuses = refuses

    def close(self) -> None:
        """Stops listening and breaks what is open."""
        self._listener.close()
        self.cut()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            try:
                if self._refuses:
                    raise ConnectionRefusedError
                server = socket.create_connection(("127.0.0.1", self._target), timeout=5)
            except OSError:
                _abort(client)
                continue
            server.settimeout(None)
            pair = (client, server)
            with self._lock:
                self._pairs.add(pair)
            threading.Thread(target=self._pump, args=(client, server, pair, True), daemon=True).start()
            threading.Thread(target=self._pump, args=(server, client, pair, False), daemon=True).start()

    def forward(self, data: bytes, sink: socket.socket, pair: Pair, *, up: bool) -> bool:
        """Passes on what came from the client (`up`) or the server; false breaks the connection."""
        if not up or self._cut_after is None:
            sink.sendall(data)
            return True
        if len(data) < self._cut_after:
            self._cut_after -= len(data)
            sink.sendall(data)
            return True
        data, self._cut_after = data[: self._cut_after], None
        sink.sendall(data)
        return False

    def _pump(self, source: socket.socket, sink: socket.socket, pair: Pair, up: bool) -> None:
        with suppress(OSError):
            while data := source.recv(CHUNK):
                if not self.forward(data, sink, pair, up=up):
                    break
        self.ended(pair)
        with self._lock:
            self._pairs.discard(pair)
        for end in pair:
            _abort(end)

    def ended(self, pair: Pair) -> None:
        """Is told when a connection ends, by each of its two directions."""


def _abort(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
