"""Message parts: the sends of one message, each stored before the next is begun."""

from datetime import timedelta

from hub.errors import LostLease
from hub.outbox.lane import LaneState
from hub.ports import Clock
from hub.store import outbox, parts, quotas
from hub.store.database import Database
from hub.store.outbox import Parcel


class StoredParts:
    """Implements `hub.ports.Parts` for one claimed message."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        state: LaneState,
        parcel: Parcel,
        accepted: int,
        *,
        lease_s: float,
    ) -> None:
        self._database = database
        self._clock = clock
        self._state = state
        self._parcel = parcel
        self._accepted = accepted
        self._lease_s = lease_s

    @property
    def accepted(self) -> int:
        """How many sends the provider took, in earlier tries too."""
        return self._accepted

    async def accept(self, provider_id: str | None, *, more: bool) -> bool:
        """Stores that the provider took the next one; see `hub.ports.Parts`.

        Raises `StoreUnavailable`: the sender lets that pass, too, and what was sent may come once more.
        """
        now, lane, parcel = self._clock.now(), self._state.lane, self._parcel
        async with self._database.write() as connection:
            if not await outbox.renew(connection, parcel, now + timedelta(seconds=self._lease_s)):
                raise LostLease("another process sends this message now", message=_id(parcel))
            await parts.add(connection, parcel, self._accepted, lane, provider_id, now)
            lacking = None
            if more and self._state.rules.quotas:
                rules = self._state.rules.quotas
                lacking = await quotas.take(connection, rules, lane, parcel.identity, now)
        self._accepted += 1
        return lacking is None


def _id(parcel: Parcel) -> str:
    return f"{parcel.identity}.{parcel.conversation}.{parcel.seq}"
