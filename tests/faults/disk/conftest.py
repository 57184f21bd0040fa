"""A mounted disk for a test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.faults.disk.disk import Disk, missing, running_disk


@pytest.fixture
async def disk(tmp_path: Path) -> AsyncIterator[Disk]:
    """An empty disk, there while the test runs."""
    if lacking := missing():
        pytest.skip(lacking)
    async with running_disk(tmp_path) as running:
        yield running
