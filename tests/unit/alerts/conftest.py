"""The spine, and its database of each kind."""

from tests.unit.hub.conftest import database, migrated_url, postgres_url, spine

__all__ = ["database", "migrated_url", "postgres_url", "spine"]
