"""Cases on the spine, with their clock turned by hand."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from cases.web.cases import RIGHTS
from hub.staff import open_staff
from hub.store.database import Database
from hub.store.encrypted import new_data_keys
from tests.support.house import make_settings
from tests.unit.cases.office import Office
from tests.unit.hub.conftest import database, migrated_url, postgres_url, spine
from tests.unit.hub.spine import Spine

__all__ = ["database", "migrated_url", "postgres_url", "spine"]


@pytest.fixture
async def office(spine: Spine, database: Database, tmp_path: Path) -> Office:
    """The hub's spine and the staff who work on cases."""
    url, keys = database.url.render_as_string(hide_password=False), SecretStr(new_data_keys("k1"))
    staff = open_staff(make_settings(url, tmp_path, 1, data_keys=keys), database, spine.clock)
    await staff.give_defaults(RIGHTS)
    return Office(spine, staff)
