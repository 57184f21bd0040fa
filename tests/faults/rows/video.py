"""Recorded calls in which something is killed, or whose disk is full: V1 to V4."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from tests.faults.calls_cut import Cut, Harm, cut_calls
from tests.faults.child import THE_HUB
from tests.faults.result import Result
from tests.faults.stage import Stage
from tests.support.browser import INSTALL as INSTALL_CHROMIUM
from tests.support.browser import find_chromium
from tests.support.janus import INSTALL as INSTALL_JANUS
from tests.support.janus import find_janus


def missing() -> str:
    """What these rows lack on this machine, with the remedy; empty where nothing is."""
    if find_janus() is None:
        return f"no media server found: {INSTALL_JANUS}"
    if find_chromium() is None:
        return f"no Chromium found: {INSTALL_CHROMIUM}"
    return "" if os.geteuid() == 0 else "root alone mounts a small disk for recordings: run V1 to V4 as root"


@dataclass(frozen=True, slots=True)
class CallRow:
    """How a recorded call is cut, and the build that must be caught at it.

    `goes_on`: both come back into the same call; else the customer comes first in the queue. `caught_by`: the
    figure that must not be 0 there.
    """

    name: str
    what: str
    control: str
    harm: Harm
    broken: str
    caught_by: str
    goes_on: bool = False

    @property
    def faults(self) -> Mapping[str, int]:
        """The database has no part in these rows."""
        return {"sqlite": 10}

    async def run(self, stage: Stage, faults: int, seed: int) -> Result:
        """So many calls, each cut once."""
        return await self._cut(stage, faults, seed, THE_HUB)

    async def run_control(self, stage: Stage, seed: int) -> Result:
        """One call with the broken build."""
        return await self._cut(stage, 1, seed, ("-m", f"tests.faults.broken.{self.broken}"))

    def caught(self, control: Result) -> bool:
        """Whether the checks saw what the broken build did."""
        return int(getattr(control, self.caught_by)) > 0

    async def _cut(self, stage: Stage, faults: int, seed: int, launcher: tuple[str, ...]) -> Result:
        return await cut_calls(
            self.name, stage, faults, seed, self.harm, launcher=launcher, goes_on=self.goes_on
        )


ROWS = (
    CallRow(
        "V1",
        what="hub killed with -9 in a recorded call, and started again",
        control="takes a recording with a gap for a whole one",
        harm=Cut.hub,
        broken="no_gap_is_missed",
        caught_by="effects",
        goes_on=True,
    ),
    CallRow(
        "V2",
        what="media server killed with -9 in a recorded call",
        control="tells nobody that it is gone",
        harm=Cut.media_server,
        broken="breaks_in_silence",
        caught_by="untold",
    ),
    CallRow(
        "V3",
        what="agent's browser killed with -9 in a recorded call",
        control="ends the call, and leaves the customer to an agent who is gone",
        harm=Cut.agents_browser,
        broken="keeps_the_agent",
        caught_by="untold",
    ),
    CallRow(
        "V4",
        what="disk of the recordings full in a recorded call",
        control="never looks at the disk",
        harm=Cut.disk_full,
        broken="records_on_a_full_disk",
        caught_by="untold",
    ),
)
