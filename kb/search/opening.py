"""Opens the search that the settings name."""

from zoneinfo import ZoneInfo

from hub.ports import Clock
from hub.settings import Settings
from hub.store.database import Database
from kb.search.counted import CountedStatistics
from kb.search.embedded import EmbeddedSearch
from kb.search.fallback import FallbackSearch, Told
from kb.search.port import ELASTICSEARCH, SearchBackend


def open_search(
    settings: Settings, database: Database, clock: Clock, *, told: Told = lambda answers: None
) -> SearchBackend:
    """The embedded index; where the settings name an Elasticsearch, that one, with the other to fall back to.

    `told` hears whenever Elasticsearch stops answering, and when it is back. Raises `SetupError`.
    """
    embedded = EmbeddedSearch(settings.index_dir)
    if not settings.elasticsearch_url:
        return embedded
    # Imported here: houses without Elasticsearch start without its client.
    from kb.search.elasticsearch.backend import ElasticsearchSearch  # noqa: PLC0415
    from kb.search.elasticsearch.connection import open_client  # noqa: PLC0415

    within_s = settings.elasticsearch_within_s
    search = ElasticsearchSearch(
        open_client(settings),
        settings.elasticsearch_index,
        database,
        CountedStatistics(database, clock, time_zone=ZoneInfo(settings.time_zone)),
        within_s=within_s,
    )
    if not settings.elasticsearch_fallback:
        return search
    return FallbackSearch(search, embedded, clock, name=ELASTICSEARCH, within_s=within_s, told=told)
