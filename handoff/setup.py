"""What a bank sets up for its routing: queues, calendars, and what its agents can do.

All of it is changed while the house runs: each change is in the audit, and the router takes it up with its
next decision. A change names the version that was seen, so that nobody overwrites another's.
"""

import re
from datetime import date, datetime, time
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

ID = r"^[a-z][a-z0-9_]{0,31}$"
HOURS = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")

Id = Annotated[str, Field(pattern=ID)]
Name = Annotated[str, Field(min_length=1, max_length=40)]
Level = Annotated[int, Field(ge=1, le=5)]
Seconds = Annotated[float, Field(ge=0, le=30 * 24 * 3600)]
Channel = Literal["chat", "video"]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
Policy = Literal["longest_idle", "least_loaded", "best_skill", "scarcity"]


class _Setup(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class StepSetup(_Setup):
    """One step of a ladder; seconds count from when the task was first queued (docs/routing.md)."""

    after_s: Seconds
    levels: dict[Id, Level] = Field(default_factory=dict, max_length=20)
    drop_skills: tuple[Id, ...] = Field(default=(), max_length=20)
    add_queues: tuple[Id, ...] = Field(default=(), max_length=20)
    add_ring: int | None = Field(default=None, ge=0, le=6)
    skip_if_none_staffed: bool = True


class NeedSetup(_Setup):
    """A skill that the queue's tasks need; a hard one (a licence) is never relaxed."""

    skill: Id
    level: Level = 1
    hard: bool = False


class QueueSetup(_Setup):
    """A queue.

    `urgent`, `segments` and `languages` say whose tasks come here: the first queue by `place` all of whose
    conditions hold takes the task. A queue for a language needs agents who speak it.
    """

    queue_id: Id
    name: Name
    name_en: Name
    place: int = Field(default=100, ge=0, le=10_000)
    urgent: bool = False
    segments: tuple[str, ...] = Field(default=(), max_length=20)
    languages: tuple[Language, ...] = Field(default=(), max_length=20)
    needs: tuple[NeedSetup, ...] = Field(default=(), max_length=20)
    target_wait_s: dict[Id, Seconds] = Field(default_factory=dict, max_length=10)
    ladder: tuple[StepSetup, ...] = Field(default=(), max_length=10)
    policy: Policy = "longest_idle"
    calendar_id: Id | None = None
    drain_s: Seconds = 900
    max_waiting: int | None = Field(default=None, ge=1, le=100_000)
    max_estimate_s: Seconds | None = None
    overflow_to: Id | None = None


class CalendarSetup(_Setup):
    """Hours of queues. `weekly`: spans like `08:30-17:30` by weekday, Monday first; 24:00 ends a day."""

    calendar_id: Id
    name: Name
    zone: str = "Asia/Shanghai"
    weekly: tuple[tuple[str, ...], ...] = Field(min_length=7, max_length=7)
    holidays: tuple[date, ...] = Field(default=(), max_length=400)
    workdays: tuple[date, ...] = Field(default=(), max_length=400)
    emergency: bool = False

    @field_validator("zone")
    @classmethod
    def _known(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (OSError, ValueError, KeyError) as error:
            raise ValueError("there is no such time zone") from error
        return zone

    @field_validator("weekly")
    @classmethod
    def _spans(cls, weekly: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
        for day in weekly:
            ends = [edge for span in day for edge in read_span(span)]
            minutes = [edge.hour * 60 + edge.minute for edge in ends]
            if minutes and minutes[-1] == 0:
                minutes[-1] = 24 * 60
            if minutes != sorted(set(minutes)):
                raise ValueError("the spans of a day follow each other and end after they begin")
        return weekly


def read_span(span: str) -> tuple[time, time]:
    """Begin and end of `08:30-17:30`; raises `ValueError`."""
    found = HOURS.fullmatch(span)
    if found is None:
        raise ValueError("hours are written like 08:30-17:30")
    begin_h, begin_m, end_h, end_m = (int(part) for part in found.groups())
    if (end_h, end_m) == (24, 0):
        end_h = 0
    return time(begin_h, begin_m), time(end_h, end_m)


class SkillSetup(_Setup):
    """How well an agent knows something; a licence ends with `valid_until`."""

    level: Level
    valid_until: datetime | None = None

    @field_validator("valid_until")
    @classmethod
    def _aware(cls, moment: datetime | None) -> datetime | None:
        if moment is not None and moment.tzinfo is None:
            raise ValueError("a time names its zone")
        return moment


class ChannelSetup(_Setup):
    """How much of a channel an agent may have at once, and what it takes of the budget of 100."""

    most: int = Field(ge=0, le=20)
    cost: int = Field(ge=1, le=100)
    hold_cost: int = Field(default=0, ge=0, le=100)
    wrap_cost: int = Field(default=0, ge=0, le=100)
    exclusive_with: tuple[Channel, ...] = ()
    pending: int = Field(default=2, ge=1, le=5)

    @model_validator(mode="after")
    def _cheaper(self) -> "ChannelSetup":
        if max(self.hold_cost, self.wrap_cost) > self.cost:
            raise ValueError("work that is held or wrapped up costs no more than work that is served")
        return self


FIVE_CHATS_OR_A_VIDEO: dict[Channel, ChannelSetup] = {
    "chat": ChannelSetup(most=5, cost=20, hold_cost=4, wrap_cost=10),
    "video": ChannelSetup(most=1, cost=100, hold_cost=100, wrap_cost=100, pending=1),
}


class AgentSetup(_Setup):
    """What an agent can do. `queues`: those served, None for all; `ring`: 0 is asked first."""

    account_id: str = Field(min_length=1, max_length=64)
    skills: dict[Id, SkillSetup] = Field(default_factory=dict, max_length=50)
    languages: dict[Language, Level] = Field(default_factory=lambda: {"zh": 5}, max_length=20)
    channels: dict[Channel, ChannelSetup] = Field(default_factory=lambda: dict(FIVE_CHATS_OR_A_VIDEO))
    queues: tuple[Id, ...] | None = Field(default=None, max_length=50)
    ring: int = Field(default=0, ge=0, le=6)
