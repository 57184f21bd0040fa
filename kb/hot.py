"""The questions that customers are shown first: what editors pinned, then what is answered most."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from hub.ports import Clock
from hub.store.database import Database
from kb.articles import by_article, in_effect
from kb.store import answered
from kb.store import articles as store

DAYS = 7
"""The days, today included, whose answers count."""

LOOKED_AT = 100
"""Most answered articles that are looked at: some of them are over by now, or not for the channel."""


class Hot:
    """Implements `kb.questions.HotQuestions` on the database."""

    def __init__(self, database: Database, clock: Clock, time_zone: ZoneInfo) -> None:
        self._database = database
        self._clock = clock
        self._zone = time_zone

    async def hot(self, channel: str, limit: int) -> list[str]:
        """Titles of articles in effect today on the channel, at most `limit`; raises `StoreUnavailable`."""
        today = self._clock.now().astimezone(self._zone).date()
        async with self._database.read() as connection:
            wanted = await store.pinned_ids(connection)
            wanted += await answered.most(connection, today - timedelta(days=DAYS - 1), LOOKED_AT)
            versions = by_article(await store.published_versions(connection, wanted))
        shown = (in_effect(versions.get(article_id, []), today, channel) for article_id in wanted)
        titles = dict.fromkeys(version.title for version in shown if version is not None)
        return list(titles)[:limit]
