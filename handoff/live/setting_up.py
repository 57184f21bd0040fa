"""Turns what a bank has set up into the core's queues, calendars and agents."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from handoff.routing.calendars import Calendar
from handoff.routing.capacity import CapacityProfile, ChannelLimit
from handoff.routing.model import Agent, Policy, Queue, Skill
from handoff.routing.requirements import LadderStep, Stages
from handoff.setup import AgentSetup, CalendarSetup, ChannelSetup, QueueSetup, StepSetup, read_span

GENERAL = QueueSetup(queue_id="general", name="综合", name_en="General", place=10_000)
"""Where tasks wait in a house that has set up no queue of this id."""


def queues_of(setups: list[QueueSetup], calendars: Mapping[str, CalendarSetup]) -> list[Queue]:
    """All queues; one called `general` is always there."""
    known = {setup.queue_id for setup in setups}
    all_of_them = setups if GENERAL.queue_id in known else [*setups, GENERAL]
    return [_queue(setup, calendars) for setup in all_of_them]


def _queue(setup: QueueSetup, calendars: Mapping[str, CalendarSetup]) -> Queue:
    hours = calendars.get(setup.calendar_id or "")
    return Queue(
        setup.queue_id,
        target_wait_s=setup.target_wait_s,
        stages=Stages(_step(step) for step in setup.ladder),
        policy=Policy(setup.policy),
        calendar=None if hours is None else calendar_of(hours),
        drain_s=setup.drain_s,
        max_waiting=setup.max_waiting,
        max_estimate_s=setup.max_estimate_s,
        overflow_to=setup.overflow_to,
    )


def _step(setup: StepSetup) -> LadderStep:
    levels: Mapping[str, float] = {name: float(level) for name, level in setup.levels.items()}
    return LadderStep(
        setup.after_s,
        levels or None,
        setup.drop_skills,
        setup.add_queues,
        setup.add_ring,
        setup.skip_if_none_staffed,
    )


def calendar_of(setup: CalendarSetup) -> Calendar:
    """The core's calendar."""
    return Calendar(
        ZoneInfo(setup.zone),
        {day: [read_span(span) for span in spans] for day, spans in enumerate(setup.weekly)},
        frozenset(setup.holidays),
        frozenset(setup.workdays),
        emergency=setup.emergency,
    )


def agent_of(setup: AgentSetup) -> Agent:
    """The core's agent, who is not there yet."""
    return Agent(
        id=setup.account_id,
        profile=CapacityProfile({name: _limit(channel) for name, channel in setup.channels.items()}),
        skills={
            name: Skill(skill.level, skill.valid_until.timestamp() if skill.valid_until else None)
            for name, skill in setup.skills.items()
        },
        languages=dict(setup.languages),
        queues=None if setup.queues is None else frozenset(setup.queues),
        ring=setup.ring,
    )


def _limit(setup: ChannelSetup) -> ChannelLimit:
    return ChannelLimit(
        setup.most,
        setup.cost,
        setup.hold_cost,
        setup.wrap_cost,
        frozenset(setup.exclusive_with),
        setup.pending,
    )
