"""The spine's fixtures, and a floor of agents on it."""

import pytest

from tests.unit.handoff.floor import Floor
from tests.unit.hub.conftest import database, migrated_url, postgres_url, spine
from tests.unit.hub.spine import Spine

__all__ = ["database", "floor", "migrated_url", "postgres_url", "spine"]


@pytest.fixture
def floor(spine: Spine) -> Floor:
    """Agents, offers and customers on the spine."""
    return Floor(spine)
