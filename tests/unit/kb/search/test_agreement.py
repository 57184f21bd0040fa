"""Both backends on the demo bank: the same statistics, the same first three, and who served what."""

from functools import partial
from zoneinfo import ZoneInfo

import pytest

from hub.settings import ROOT, Settings
from kb.answer import open_judge
from kb.formats import read
from kb.measuring.on_elasticsearch import ServedSearches, measure_both, on_elasticsearch
from kb.measuring.queries import read_queries
from kb.measuring.scratch import scratch
from tests.support.elasticsearch import Node
from tests.unit.kb.clock import DEMO_COMPLETE, StillClock

DEMO = ROOT / "kb" / "demo"
ZONE, CLOCK = ZoneInfo("Asia/Shanghai"), StillClock(DEMO_COMPLETE)


@pytest.fixture
def settings(elasticsearch: Node) -> Settings:
    """The settings of a house on the server; measurements make an index of their own in it."""
    return Settings(_env_file=None, **elasticsearch.access.settings([elasticsearch]))


async def test_both_give_the_same_first_three_and_elasticsearch_serves_its_own(settings: Settings) -> None:
    queries = read_queries(DEMO / "questions.jsonl")[::2]
    outside = read_queries(DEMO / "elsewhere.jsonl")[::6]
    asked: list[None] = []
    found = await measure_both(
        partial(scratch, read(DEMO), judge=open_judge(settings), clock=CLOCK, time_zone=ZONE),
        settings,
        queries,
        hidden=[],
        outside=outside,
        progress=lambda: asked.append(None),
    )
    assert len(asked) == len(queries) + len(outside) >= 70
    assert found["same_first_three"] >= 0.99
    assert found["r_at_1"] > 0.9
    assert found["searches"] == found["served_by_elasticsearch"] > len(asked)


async def test_statistics_counted_from_the_database_are_those_of_the_embedded_index(
    settings: Settings,
) -> None:
    open_bank = partial(scratch, read(DEMO), judge=open_judge(settings), clock=CLOCK, time_zone=ZONE)
    async with (
        open_bank(searching=on_elasticsearch(settings, CLOCK, ServedSearches())) as counted,
        open_bank() as embedded,
    ):
        one = (await counted.rank("挂失")).statistics
        other = (await embedded.rank("挂失")).statistics
    assert one.documents == other.documents > 100
    assert dict(one.frequencies) == dict(other.frequencies)
