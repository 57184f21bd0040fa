"""What a task asks of its agent, and how that is relaxed with time (the ladder)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache


@dataclass(frozen=True, slots=True, order=True)
class Need:
    """A skill or language with its lowest level; a hard one (a licence, a language of legal weight) stays."""

    name: str
    level: float = 1
    hard: bool = False


@dataclass(frozen=True, slots=True)
class Requirement:
    """What an agent must have, all of it: the signature under which tasks wait together.

    `queues`: one of them is enough. `ring`: the widest ring of agents that is asked.
    """

    channel: str
    queues: tuple[str, ...]
    needs: tuple[Need, ...] = ()
    languages: tuple[Need, ...] = ()
    ring: int = 0


@dataclass(frozen=True, slots=True)
class LadderStep:
    """One step of a ladder, counted from the first time that the task was queued.

    `levels`: new lowest levels by skill, or one for all skills. A step only ever adds agents: a higher level
    than the present one changes nothing, nor does anything change a hard need. `skip_if_none_staffed`: where
    nobody who is there would do, the next step is taken at once.
    """

    after_s: float
    levels: Mapping[str, float] | float | None = None
    drop_skills: tuple[str, ...] = ()
    add_queues: tuple[str, ...] = ()
    add_ring: int | None = None
    skip_if_none_staffed: bool = True


Ladder = tuple[LadderStep, ...]


def relaxed(requirement: Requirement, step: LadderStep) -> Requirement:
    """The requirement after one more step."""
    needs = tuple(_lowered(need, step) for need in requirement.needs if need.hard or not _dropped(need, step))
    queues = tuple(dict.fromkeys((*requirement.queues, *step.add_queues)))
    ring = max(requirement.ring, step.add_ring or 0)
    return replace(requirement, needs=needs, queues=queues, ring=ring)


def _dropped(need: Need, step: LadderStep) -> bool:
    return need.name in step.drop_skills


def _lowered(need: Need, step: LadderStep) -> Need:
    if need.hard or step.levels is None:
        return need
    level = step.levels if isinstance(step.levels, int | float) else step.levels.get(need.name, need.level)
    return need if level >= need.level else replace(need, level=level)


class Stages:
    """The requirements of one ladder's stages; stage 0 is what was asked first."""

    def __init__(self, ladder: Iterable[LadderStep]) -> None:
        self.steps: Ladder = tuple(sorted(ladder, key=lambda step: step.after_s))
        self._after = lru_cache(maxsize=4096)(self._make)

    def at(self, asked: Requirement, stage: int) -> Requirement:
        """What is asked at a stage."""
        return asked if stage == 0 else self._after(asked, stage)

    def _make(self, asked: Requirement, stage: int) -> Requirement:
        for step in self.steps[:stage]:
            asked = relaxed(asked, step)
        return asked

    def last(self) -> int:
        """The number of the last stage."""
        return len(self.steps)

    def begins_s(self, stage: int) -> float:
        """Seconds after the first queueing at which a stage begins."""
        return self.steps[stage - 1].after_s if stage else 0.0

    def may_skip(self, stage: int) -> bool:
        """Whether a stage for which nobody is there is left at once; the first one always is."""
        return stage == 0 or self.steps[stage - 1].skip_if_none_staffed
