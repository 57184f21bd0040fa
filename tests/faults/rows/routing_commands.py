"""Any commands in any order to a live router, with leaps of the clock: row F7."""

import asyncio
import time
from collections.abc import Mapping
from typing import Any
from unittest.mock import patch

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import make_url, text

from handoff.store import agents
from hub.store.database import Database
from hub.store.metadata import metadata
from tests.faults.result import Result, commit_of_the_checkout
from tests.faults.stage import Stage
from tests.support.migrated import make_tables
from tests.unit.handoff.live_machine import LiveRouting

STEPS = 30
CONTROL_RUNS = 40


class AnyCommands:
    """Each fault is a run of thirty commands that are drawn; the invariants are looked at after each."""

    name = "F7"
    what = "thirty commands of agents, customers and clocks in any order, the leader replaced among them"
    control = "gives no room back for an offer that was declined"
    faults: Mapping[str, int] = {"sqlite": 20, "postgres": 60}

    async def run(self, stage: Stage, faults: int, seed: int) -> Result:
        """Draws so many runs."""
        result = Result(self.name, seed, make_url(stage.url).get_backend_name(), faults=faults)
        return await asyncio.to_thread(_run, result, stage, faults)

    async def run_control(self, stage: Stage, seed: int) -> Result:
        """The broken build, until it is caught."""
        result = Result("F7 broken", seed, make_url(stage.url).get_backend_name())
        with patch.object(agents, "do_give_room", _keep_room):
            return await asyncio.to_thread(_run, result, stage, CONTROL_RUNS)

    def caught(self, control: Result) -> bool:
        """Whether an invariant was seen to break."""
        return control.effects > 0


def _run(result: Result, stage: Stage, runs: int) -> Result:
    result.commit, began = commit_of_the_checkout(), time.monotonic()
    asyncio.run(make_tables(stage.url))

    class Here(LiveRouting):
        @classmethod
        def new_url(cls) -> str:
            stage.on_fault()
            result.accepted += 1
            return stage.url

        async def empty(self) -> None:
            await _empty(self.database)

    try:
        run_state_machine_as_test(Here, settings=_settings(runs))
    except AssertionError as broken:
        result.effects += 1
        result.first_findings.append(str(broken))
    result.seconds = time.monotonic() - began
    return result


def _settings(runs: int) -> settings:
    return settings(
        max_examples=runs,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        derandomize=True,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )


async def _empty(database: Database) -> None:
    async with database.write() as connection:
        for table in reversed(metadata.sorted_tables):
            await connection.execute(text(f"DELETE FROM {table.name}"))


async def _keep_room(*_: Any) -> None:
    """The room stays taken."""


ROWS = (AnyCommands(),)
