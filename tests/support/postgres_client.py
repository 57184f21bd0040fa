"""A client of PostgreSQL in a few lines: to start `createdb` or an engine takes longer than what they ask.

https://www.postgresql.org/docs/15/protocol-message-formats.html
"""

import socket
import struct
from types import TracebackType
from typing import Self

PROTOCOL = 196608  # 3.0
PATIENCE_S = 60.0


class PostgresClient:
    """A connection to a server of the tests, which trusts whoever comes by loopback."""

    def __init__(self, port: int, database: str) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S)
        self._answers = self._socket.makefile("rb")
        try:
            named = f"user\0yuanqiao\0database\0{database}\0\0".encode()
            self._socket.sendall(struct.pack("!ii", len(named) + 8, PROTOCOL) + named)
            self._wait()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def run(self, statements: str) -> None:
        """Runs statements, and gives nothing back; raises `RuntimeError` with what the server says."""
        query = statements.encode() + b"\0"
        self._socket.sendall(b"Q" + struct.pack("!i", len(query) + 4) + query)
        self._wait()

    def close(self) -> None:
        """Ends the connection."""
        self._answers.close()
        self._socket.close()

    def _wait(self) -> None:
        """Reads until the server is ready for more."""
        kind, failed = b"", b""
        while kind != b"Z":
            kind, body = self._message()
            if kind == b"E":
                failed = body
                if b"VFATAL\0" in body:
                    break
        if failed:
            raise RuntimeError(failed.replace(b"\0", b" ").decode(errors="replace"))

    def _message(self) -> tuple[bytes, bytes]:
        header = self._answers.read(5)
        if len(header) < 5:
            raise RuntimeError("the server closed the connection")
        (length,) = struct.unpack_from("!i", header, 1)
        return header[:1], self._answers.read(length - 4)
