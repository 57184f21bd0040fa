"""A server for staff, on a database of each kind."""

from tests.unit.hub.conftest import database, migrated_url, postgres_url
from tests.unit.hub.staff.conftest import served, settings

__all__ = ["database", "migrated_url", "postgres_url", "served", "settings"]
