"""The file of a replay: queues, agents and tasks, all times in seconds from 0 (docs/routing.md)."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from hub.errors import BadInput

MOST_SHOWN = 10


def _text(value: Any) -> Any:
    """An id may be written as a number."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _names(value: Any) -> Any:
    """One name, or several."""
    return [value] if isinstance(value, str) else value


def _levels(value: Any) -> Any:
    """Names alone stand for the lowest level."""
    return dict.fromkeys(_names(value), 1) if isinstance(value, str | list) else value


def _none_for_ever(value: Any) -> Any:
    return None if value == float("inf") else value


Id = Annotated[str, BeforeValidator(_text), Field(min_length=1)]
Names = Annotated[list[str], BeforeValidator(_names)]
Level = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Levels = Annotated[dict[str, Level], BeforeValidator(_levels)]
Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Until = Annotated[Seconds | None, BeforeValidator(_none_for_ever)]
Count = Annotated[int, Field(ge=0)]


class _Row(BaseModel):
    model_config = ConfigDict(extra="allow", frozen=True)


class StepRow(_Row):
    """A step of a ladder; `set_min_level`: by skill, or one for all."""

    after_s: Seconds = 0.0
    set_min_level: dict[str, Level] | Level | None = None
    drop_skill: Names = []
    add_queue: Names = []
    add_ring: Count | None = None
    skip_if_none_staffed: bool = True


class QueueRow(_Row):
    """A queue; `target_wait_s`: by class, or one for all."""

    id: Id
    target_wait_s: dict[str, Seconds] | Seconds | None = None
    ladder: list[StepRow] | None = None
    policy: str | None = None
    accept_s: Seconds | None = None
    wrap_s: Seconds | None = None


class AgentRow(_Row):
    """An agent; there from `from_s`, and nothing new from `to_s` on (None: all day)."""

    id: Id
    skills: Levels | None = None
    languages: Levels | None = None
    capacity: Count | dict[str, Count] | None = None
    from_s: Seconds | None = None
    to_s: Until = None
    queues: Names | None = None
    ring: Count | None = None
    accept_s: Seconds | None = None
    wrap_s: Seconds | None = None


class TaskRow(_Row):
    """A task; without a queue it waits in the first, without a tier in the lowest."""

    id: Id
    at_s: Seconds
    service_s: Seconds
    queue: Id | None = None
    tier: int | None = None
    channel: str | None = None
    service_class: Annotated[str | None, Field(alias="class")] = None
    needs: Levels | None = None
    languages: Levels | None = None
    patience_s: Until = None
    accept_s: Seconds | None = None
    wrap_s: Seconds | None = None


class Roster(_Row):
    """A whole file; `accept_s` and `wrap_s` may stand with a queue, an agent or a task, too."""

    queues: list[QueueRow] = []
    agents: list[AgentRow]
    tasks: list[TaskRow]
    accept_s: Seconds | None = None
    wrap_s: Seconds | None = None

    @model_validator(mode="after")
    def _refer_to_what_is_there(self) -> "Roster":
        _check_unique(self.queues)
        _check_unique(self.agents)
        _check_unique(self.tasks)
        queues = {queue.id for queue in self.queues}
        for task in self.tasks:
            if task.queue is not None and task.queue not in queues:
                raise ValueError(f"task {task.id}: there is no queue {task.queue}")
        return self


def _check_unique(rows: Sequence[QueueRow | AgentRow | TaskRow]) -> None:
    seen: set[str] = set()
    for row in rows:
        if row.id in seen:
            raise ValueError(f"the id {row.id} stands there twice")
        seen.add(row.id)


def read_roster(text: str | bytes) -> Roster:
    """Reads a file; raises `BadInput` that names the first ten mistakes and where they stand."""
    try:
        return Roster.model_validate_json(text)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        told = [f"{'.'.join(map(str, each['loc'])) or 'file'}: {each['msg']}" for each in found[:MOST_SHOWN]]
        more = f"\n… {len(found) - MOST_SHOWN} more" if len(found) > MOST_SHOWN else ""
        raise BadInput("\n".join(told) + more, mistakes=len(found)) from error


def unknown_fields(roster: Roster) -> list[str]:
    """Fields of the file that mean nothing here, as `tasks.colour`; each named once."""
    kinds: dict[str, Sequence[BaseModel]] = {
        "": [roster],
        "queues.": roster.queues,
        "queues.ladder.": [step for queue in roster.queues for step in queue.ladder or ()],
        "agents.": roster.agents,
        "tasks.": roster.tasks,
    }
    found = {
        f"{kind}{name}" for kind, rows in kinds.items() for row in rows for name in row.model_extra or ()
    }
    return sorted(found)
