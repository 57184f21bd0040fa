"""What was said, for channels whose clients come back and ask."""

from collections.abc import Mapping, Sequence

from hub.messages import Message
from hub.ports import HistoryPlace
from hub.store import conversations, messages
from hub.store.database import Database


class StoredHistory:
    """Implements `hub.ports.History` on the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def after(self, identity: str, place: HistoryPlace, limit: int) -> Sequence[Message]:
        """The first `limit` messages behind a place, oldest first."""
        async with self._database.read() as connection:
            return await messages.behind(
                connection, identity, place=(place.conversation, place.seq), limit=limit
            )

    async def before(self, identity: str, place: HistoryPlace | None, limit: int) -> Sequence[Message]:
        """The last `limit` messages before a place (None: of all), oldest first."""
        at = None if place is None else (place.conversation, place.seq)
        async with self._database.read() as connection:
            return await messages.before(connection, identity, place=at, limit=limit)

    async def newest(self, identities: Sequence[str]) -> Mapping[str, HistoryPlace]:
        """The place of each one's newest message; who has none is left out."""
        async with self._database.read() as connection:
            rows = await conversations.newest(connection, identities)
        return {key: HistoryPlace(number, seq) for key, number, seq in rows}

    async def knows(self, identity: str, place: HistoryPlace) -> bool:
        """Whether there is a message at this place."""
        async with self._database.read() as connection:
            return await messages.one(connection, identity, place.conversation, place.seq) is not None

    async def ended(self, identity: str) -> int | None:
        """The number of the identity's last conversation where it is closed; None where it goes on."""
        async with self._database.read() as connection:
            return await conversations.ended(connection, identity)
