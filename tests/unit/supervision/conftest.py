"""The spine's database of each kind."""

from tests.unit.hub.conftest import database, migrated_url, postgres_url

__all__ = ["database", "migrated_url", "postgres_url"]
