"""What a replay prints."""

from collections.abc import Sequence
from typing import Any

from handoff.replay.replaying import ReplayedDay, ServedTask, Worked

ABANDONED = "abandoned"


def result_of(day: ReplayedDay) -> dict[str, Any]:
    """The waits, the agents, and figures over all.

    `waits`: seconds until an agent accepted, "abandoned", or None for who was never served and never gave up.
    `service_level`: share answered within the target of their class, of all offered; None without tasks.
    `occupancy`: share of the agents' capacity in use while they were there, until the last thing happened.
    """
    answered = [task for task in day.tasks if task.waited_s is not None]
    waited = [task.waited_s for task in answered if task.waited_s is not None]
    return {
        "waits": {task.row.id: _wait(task) for task in day.tasks},
        "agent": {task.row.id: task.agent for task in answered},
        "service_level": _share(sum(map(_in_time, answered)), len(day.tasks)),
        "occupancy": _occupancy(day.agents, day.end_s),
        "tasks": len(day.tasks),
        "answered": len(answered),
        "abandoned": sum(task.abandoned for task in day.tasks),
        "never_served": [t.row.id for t in day.tasks if t.waited_s is None and not t.abandoned],
        "mean_wait_s": _share(sum(waited), len(waited)),
        "longest_wait_s": max(waited, default=None),
        "occupancy_by_agent": {each.row.id: _occupancy([each], day.end_s) for each in day.agents},
    }


def _wait(task: ServedTask) -> float | str | None:
    return ABANDONED if task.abandoned else task.waited_s


def _in_time(task: ServedTask) -> bool:
    return task.waited_s is not None and task.waited_s <= task.target_s


def _occupancy(agents: Sequence[Worked], end_s: float) -> float | None:
    return _share(sum(each.used_s for each in agents), sum(_there_s(each, end_s) for each in agents))


def _there_s(worked: Worked, end_s: float) -> float:
    """Seconds from coming to going, or to the end of the last work, which may be later."""
    until = end_s if worked.row.to_s is None else min(worked.row.to_s, end_s)
    return max(0.0, max(until, worked.last_s) - (worked.row.from_s or 0.0))


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None
