"""What the kit asks of leases: the right of one process to do what must not be done twice at once."""

from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncConnection


class Leases(Protocol):
    """Leases by name; each is void once it has run out and somebody else has taken it."""

    async def take(
        self, connection: AsyncConnection, name: str, owner: str, now: datetime, lease_s: float
    ) -> Any | None:
        """The lease, with an epoch that no holder before had; None while somebody else holds it."""
        ...

    async def holds(self, connection: AsyncConnection, lease: Any) -> bool:
        """Whether nobody has taken it since; locks it until the transaction ends, where that is possible."""
        ...

    async def release(self, connection: AsyncConnection, lease: Any) -> None:
        """Gives it back before it has run out; does nothing where it is somebody else's by now."""
        ...
