"""The port by which an inspection asks what the rules about words say of what was said to a customer."""

from collections.abc import Sequence
from typing import Literal, NamedTuple, Protocol

from sqlalchemy.ext.asyncio import AsyncConnection


class WordingBreach(NamedTuple):
    """A rule that was broken; `at`: by which of the texts, from 0. `words`: what was said, or never was."""

    kind: Literal["forbidden", "must_say"]
    at: int
    words: str
    product: str
    why: str


class Wording(Protocol):
    """Knows the bank's rules about words."""

    async def broken(
        self, connection: AsyncConnection, account_id: str | None, said: Sequence[str]
    ) -> Sequence[WordingBreach]:
        """What of the rules at an account's branch (none: at the head office) the texts together break."""
        ...
