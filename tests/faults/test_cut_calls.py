"""A recorded call whose hub is killed, and one whose disk is full: rows V1 and V4, once each.

`make faults ROW=V1` cuts ten calls and runs the broken build, as V2 (the media server) and V3 (the agent's
browser) do. That of V2 in small is `tests/e2e/test_video_recorded.py`.
"""

from pathlib import Path

import pytest

from tests.faults.rows import ROWS
from tests.faults.rows.video import missing
from tests.faults.test_kills import SEED, shown, sqlite

pytestmark = [pytest.mark.alone, pytest.mark.timeout(600)]


@pytest.mark.parametrize("name", ["V1", "V4"])
async def test_what_was_recorded_is_kept_and_says_what_is_missing(tmp_path: Path, name: str) -> None:
    if lacking := missing():
        pytest.skip(lacking)
    result = shown(await ROWS[name].run(sqlite(tmp_path), 1, SEED))
    assert result.clean, [*result.first_findings, *result.missed]
    assert result.faults == 1
