"""Offers the questions that editors want first, to who opens a chat."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from hub.ports import Asker, Clock
from hub.store.database import Database
from navigation.catalogue import Catalogue
from navigation.openings import offered
from navigation.store import openings as store


class OpeningOffers:
    """Implements `hub.ports.Openings` on the catalogue that this process knows."""

    def __init__(self, catalogue: Catalogue, database: Database, clock: Clock, zone: ZoneInfo) -> None:
        self._catalogue = catalogue
        self._database = database
        self._clock = clock
        self._zone = zone

    async def offered(self, channel: str, asker: Asker | None) -> Sequence[str]:
        """The questions for somebody just now; whose segment matters is looked up then alone."""
        openings, at = self._catalogue.openings, self._clock.now().astimezone(self._zone)
        page = asker.page if asker is not None else ""
        segment = None
        if asker is not None and any(each.segments for each in openings):
            async with self._database.read() as connection:
                segment = await store.segment_of(connection, asker.identity)
        return offered(openings, channel, page, segment, at)
