"""Makes the board's queues, agents and tasks of a file's rows: here stands what a missing field means."""

from handoff.replay.roster import AgentRow, Level, QueueRow, Roster, StepRow, TaskRow
from handoff.routing.capacity import CHAT, VIDEO, CapacityProfile, ChannelLimit
from handoff.routing.model import STANDARD, Agent, Policy, Queue, Skill, Task
from handoff.routing.requirements import LadderStep, Need, Stages
from handoff.routing.settings import RoutingSettings
from hub.errors import BadInput

SPOKEN = frozenset({VIDEO, "voice", "phone"})
"""Channels that are no chats: a capacity that is a number of chats does not serve them."""

ORDINARY_TIER = 1
NO_QUEUE = "default"
ENDLESS = 1 << 30

SETTINGS = RoutingSettings(
    offer_s={}, reply_warn_s={}, reply_s={}, wrap_s={}, grace_s={}, lost_s={}, ramp_s=0.0, remembered=0
)
"""In a replay agents answer every offer, reply at once and lose no connection; there is no ramp."""


def queues_of(roster: Roster) -> list[Queue]:
    """The queues in the file's order, so that the first is the one of tasks that name none."""
    return [_queue(row) for row in roster.queues] or [Queue(NO_QUEUE)]


def _queue(row: QueueRow) -> Queue:
    if row.policy is not None and row.policy not in list(Policy):
        raise BadInput(f"queue {row.id}: the policy is one of {', '.join(Policy)}", policy=row.policy)
    queue = Queue(
        row.id,
        stages=Stages(_step(step) for step in row.ladder or ()),
        policy=Policy(row.policy or Policy.LONGEST_IDLE),
    )
    if isinstance(row.target_wait_s, dict):
        queue.target_wait_s = {name.casefold(): seconds for name, seconds in row.target_wait_s.items()}
    elif row.target_wait_s is not None:
        queue.only_target_s = row.target_wait_s
    return queue


def _step(row: StepRow) -> LadderStep:
    return LadderStep(
        row.after_s,
        row.set_min_level,
        tuple(row.drop_skill),
        tuple(row.add_queue),
        row.add_ring,
        row.skip_if_none_staffed,
    )


def channels_of(roster: Roster) -> frozenset[str]:
    """The channels that some capacity names, and chat."""
    named = {name for row in roster.agents if isinstance(row.capacity, dict) for name in row.capacity}
    return frozenset({CHAT, *named})


def agent_of(row: AgentRow, channels: frozenset[str]) -> Agent:
    """An agent who is not there yet; without a capacity, of one chat."""
    return Agent(
        id=row.id,
        profile=_profile(row.capacity, channels),
        skills={name: Skill(level) for name, level in (row.skills or {}).items()},
        languages=row.languages or {},
        queues=None if row.queues is None else frozenset(row.queues),
        ring=row.ring or 0,
    )


def _profile(capacity: int | dict[str, int] | None, channels: frozenset[str]) -> CapacityProfile:
    """A number is so many chats, whatever text channels they are of; a mapping has so many of each beside."""
    if not isinstance(capacity, dict):
        most = 1 if capacity is None else capacity
        limit = ChannelLimit(most, 1, 1, 1, pending=ENDLESS)
        return CapacityProfile(dict.fromkeys(channels - SPOKEN, limit), max(1, most))
    limits = {name: ChannelLimit(most, 1, 1, 1, pending=ENDLESS) for name, most in capacity.items()}
    return CapacityProfile(limits, max(1, sum(capacity.values())))


class TaskMaker:
    """Makes tasks; knows the file's queues, tiers and channels."""

    def __init__(self, roster: Roster, queues: list[Queue], channels: frozenset[str]) -> None:
        self._queues = {queue.id: queue for queue in queues}
        self._first = queues[0]
        self._channels = channels
        given = [row.tier for row in roster.tasks if row.tier is not None]
        self._lowest = max([ORDINARY_TIER, *given])

    def make(self, row: TaskRow) -> Task:
        """A task, not queued yet."""
        return Task(
            id=row.id,
            queue=self._first if row.queue is None else self._queues[row.queue],
            channel=self._channel(row.channel or CHAT),
            needs=_needs(row.needs),
            languages=_needs(row.languages),
            tier=self._lowest if row.tier is None else row.tier,
            service_class=(row.service_class or STANDARD).casefold(),
        )

    def _channel(self, name: str) -> str:
        """A text channel that no capacity names is a chat."""
        return name if name in self._channels or name in SPOKEN else CHAT


def _needs(levels: dict[str, Level] | None) -> tuple[Need, ...]:
    return tuple(Need(name, level) for name, level in (levels or {}).items())
