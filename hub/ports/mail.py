"""The port of mail: a letter is written in the transaction that wants it, and sent by who implements it."""

import re
from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)*[A-Za-z0-9-]{1,63}")
"""What an address looks like (HTML Living Standard, 4.10.5.1.5): ASCII, no quotes, no line breaks."""

LONGEST_ADDRESS = 254
"""RFC 5321, 4.5.3.1.3, without the angle brackets."""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that goes with a letter; `name` is ASCII."""

    name: str
    mime: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter; `kind` says in logs and lists what it is about, as `account.reset`."""

    kind: str
    to: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)
    enclosed: tuple[Enclosed, ...] = ()


class Mail(Protocol):
    """Sends letters that are written into a transaction: they go once that is committed, or never."""

    async def do_write(self, connection: AsyncConnection, letter: Letter) -> None:
        """Has a letter wait for being sent; raises `BadInput` for an address that is none."""
        ...
