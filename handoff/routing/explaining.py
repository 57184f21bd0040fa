"""Why an agent was offered a task, and why the customer waited: kept with each offer, told on demand."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class ChoiceRule(StrEnum):
    """Which rule decided among those who could have been offered the task."""

    ONLY_ONE = "only_one"
    STICKY = "sticky"
    RING = "ring"
    POLICY = "policy"
    LOAD = "load"
    LAST_RELEASE = "last_release"
    AGENT_ORDER = "agent_order"
    SUPERVISOR = "supervisor"


class RemovalReason(StrEnum):
    """What took an agent out of the choice, the first that did."""

    REQUIREMENT = "requirement"
    NOT_STAFFED = "not_staffed"
    NO_ROOM = "no_room"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Explanation:
    """Sets of agents as bit masks, the bit of an agent being its index; whole numbers cost nothing to keep.

    `waited_s`: since the task was first queued; `stage`: of the ladder; `failed_offers`: before this one.
    """

    everybody: int
    eligible: int
    staffed: int
    free: int
    blocked: int
    rule: ChoiceRule
    policy: str
    waited_s: float
    stage: int
    failed_offers: int

    @property
    def candidates(self) -> int:
        """Those among whom the rule chose, as a mask."""
        return self.eligible & self.staffed & self.free & ~self.blocked

    def removed_by(self, agent: int) -> RemovalReason | None:
        """What took the agent with this index out of the choice; None for a candidate."""
        bit = 1 << agent
        if not self.eligible & bit:
            return RemovalReason.REQUIREMENT
        if not self.staffed & bit:
            return RemovalReason.NOT_STAFFED
        if not self.free & bit:
            return RemovalReason.NO_ROOM
        return RemovalReason.BLOCKED if self.blocked & bit else None

    def in_words(self, agents: Sequence[str]) -> dict[str, object]:
        """All of it as plain values; `agents`: the ids by index."""
        there = [index for index in range(len(agents)) if self.everybody >> index & 1]
        removed = {agents[index]: found for index in there if (found := self.removed_by(index))}
        return {
            "rule": self.rule.value,
            "policy": self.policy,
            "candidates": [agents[index] for index in there if self.candidates >> index & 1],
            "removed": {agent: found.value for agent, found in removed.items()},
            "waited_s": self.waited_s,
            "ladder_stage": self.stage,
            "failed_offers": self.failed_offers,
        }
