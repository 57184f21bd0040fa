"""What a client of PostgreSQL says, read along: which transaction it is about to commit.

https://www.postgresql.org/docs/15/protocol-message-formats.html
"""

import re
import struct

_STARTUP = (
    196608  # protocol 3.0; other first messages ask for TLS or for a cancellation, and have no such number
)
_WRITE = re.compile(r"\b(INSERT INTO|UPDATE|DELETE FROM) (\w+)")
READY = b"Z\x00\x00\x00\x05"
"""With this and one byte of state every answer ends (ReadyForQuery)."""


class Line:
    """One connection's client side."""

    def __init__(self) -> None:
        self._started = False
        self._rest = b""
        self._statements: dict[bytes, frozenset[str]] = {}
        self._writes: set[str] = set()

    def hear(self, data: bytes) -> frozenset[str] | None:
        """Reads on; what the transaction wrote whose COMMIT is in the data ("INSERT message"), or None."""
        self._rest += data
        committed = None
        while (length := self._length()) and len(self._rest) >= length:
            message, self._rest = self._rest[:length], self._rest[length:]
            if not self._started:
                self._started = struct.unpack_from("!i", message, 4)[0] == _STARTUP
            elif (writes := self._take(message[:1], message[5:])) is not None:
                committed = writes
        return committed

    def _length(self) -> int:
        """The whole length of the message that begins here; 0 where that is not known yet."""
        kind = 1 if self._started else 0
        return kind + struct.unpack_from("!i", self._rest, kind)[0] if len(self._rest) >= kind + 4 else 0

    def _take(self, kind: bytes, body: bytes) -> frozenset[str] | None:
        first, _, rest = body.partition(b"\0")
        match kind:
            case b"P":  # Parse: a name, then the statement
                self._statements[first] = _writes(rest)
            case b"B":  # Bind: a portal, then the statement's name
                self._writes |= self._statements.get(rest.partition(b"\0")[0], frozenset())
            case b"Q" if first.startswith(b"COMMIT"):
                return frozenset(self._writes)
            case b"Q" if first.startswith(b"BEGIN"):
                self._writes = set()
            case b"Q":
                self._writes |= _writes(first)
        return None


def _writes(statement: bytes) -> frozenset[str]:
    found = _WRITE.findall(statement.decode(errors="replace"))
    return frozenset(f"{verb.split()[0]} {table}" for verb, table in found)
