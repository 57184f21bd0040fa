"""Files for replays, and what the recursion of Kiefer and Wolfowitz says of them."""

import heapq
import json
import random
from typing import Any

from handoff.replay.replaying import replay
from handoff.replay.result import result_of
from handoff.replay.roster import read_roster

Rows = list[dict[str, Any]]


def replayed(agents: Rows, tasks: Rows, queues: Rows | None = None, **more: Any) -> dict[str, Any]:
    """Replays what would stand in a file."""
    file = {"queues": queues or [{"id": "q"}], "agents": agents, "tasks": tasks, **more}
    return result_of(replay(read_roster(json.dumps(file))))


def equal_agents(number: int, **more: Any) -> Rows:
    """Agents with nothing to tell them apart, of one chat each."""
    return [{"id": f"a{index}", "capacity": 1, **more} for index in range(number)]


def arrivals(number: int, load: float, service_s: float, seed: int, patience_s: float | None = None) -> Rows:
    """Poisson arrivals that bring `load` erlangs; service, and patience where given, are exponential."""
    drawn, at_s, rows = random.Random(seed), 0.0, []
    for index in range(number):
        at_s += drawn.expovariate(load / service_s)
        row = {"id": f"t{index}", "at_s": at_s, "service_s": drawn.expovariate(1 / service_s)}
        rows.append(row if patience_s is None else row | {"patience_s": drawn.expovariate(1 / patience_s)})
    return rows


def kiefer_wolfowitz(tasks: Rows, servers: int, extra_s: float = 0.0) -> dict[str, float]:
    """Waits of first come, first served: each starts when the first of the servers is free."""
    free = [0.0] * servers
    waits = {}
    for row in tasks:
        start = max(row["at_s"], heapq.heappop(free))
        waits[row["id"]] = start - row["at_s"]
        heapq.heappush(free, start + row["service_s"] + extra_s)
    return waits
