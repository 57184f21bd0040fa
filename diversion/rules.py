"""What a rule is: a place in the order, conditions that all have to hold, and one action."""

import re
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from hub.messages.blocks import WEB_ADDRESS

MOST_RULES = 100
Word = Annotated[str, Field(pattern=r"^[0-9A-Za-z_.-]{1,64}$")]
Words = Annotated[tuple[Word, ...], Field(max_length=40)]
TIME = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"

ActionKind = Literal["bot", "person", "queue", "self_service", "callback", "leave_message", "video"]
TO_PEOPLE: frozenset[str] = frozenset(("person", "queue", "video"))
"""Actions that lead to a person at once: a wish for one is kept by each of them, and by the bot."""

PUT_OFF: frozenset[str] = frozenset(("self_service", "callback", "leave_message"))
"""Actions that lead to no person now: never for who wants one."""


class StrictRuleModel(BaseModel):
    """Neither changed nor misspelt."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Hours(StrictRuleModel):
    """Days of the week (1 is Monday) and times of day; an end before the start is past midnight."""

    days: tuple[Annotated[int, Field(ge=1, le=7)], ...] = Field(default=(), max_length=7)
    start: str = Field(pattern=TIME)
    end: str = Field(pattern=TIME)


class Conditions(StrictRuleModel):
    """All that are given have to hold; of a list one value is enough. What is not known does not hold.

    `intents`: what the bot understood now; `earlier`: in an earlier turn of this conversation. `urgencies`:
    what was urgent in it (docs/urgent.md). `mood_from`: 1 to 3 (`diversion/mood.py`). `waited_from_s`: since
    the first message that is not answered. `failures_from`: turns in a row in which the bot had no answer.
    """

    channels: Words = ()
    segments: Words = ()
    tiers: Words = ()
    languages: Words = ()
    intents: Words = ()
    earlier: Words = ()
    urgencies: Words = ()
    age_from: int | None = Field(default=None, ge=0, le=150)
    age_to: int | None = Field(default=None, ge=0, le=150)
    mood_from: int | None = Field(default=None, ge=1, le=3)
    waited_from_s: float | None = Field(default=None, gt=0, le=86_400)
    failures_from: int | None = Field(default=None, ge=1, le=20)
    hours: Hours | None = None

    @model_validator(mode="after")
    def _ages_in_order(self) -> Self:
        if self.age_from is not None and self.age_to is not None and self.age_from > self.age_to:
            raise ValueError("the ages are the wrong way round")
        return self


class Action(StrictRuleModel):
    """What is done. `words` and `words_en` are told to the customer; without any the usual ones are."""

    kind: ActionKind
    queue: str = Field(default="", pattern=r"^[0-9A-Za-z_-]{0,32}$")
    words: str = Field(default="", max_length=500)
    words_en: str = Field(default="", max_length=500)
    link_title: str = Field(default="", max_length=60)
    link_url: str = Field(default="", max_length=500)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.kind == "queue" and not self.queue:
            raise ValueError("which queue is missing")
        if self.kind == "self_service" and not self.words:
            raise ValueError("what the customer is told is missing")
        if bool(self.link_title) != bool(self.link_url):
            raise ValueError("a link has a title and an address")
        if self.link_url and not re.search(WEB_ADDRESS, self.link_url):
            raise ValueError("the link is no address of a page")
        return self


class DiversionRule(StrictRuleModel):
    """One rule; of two in the same place the one with the smaller id comes first."""

    name: str = Field(min_length=1, max_length=60)
    place: int = Field(ge=1, le=9999)
    conditions: Conditions = Conditions()
    action: Action


class LiveRule(StrictRuleModel):
    """A rule as it was approved: its id, and which of its versions it is."""

    rule_id: str
    version: int
    rule: DiversionRule


def in_order(rules: "tuple[LiveRule, ...] | list[LiveRule]") -> tuple[LiveRule, ...]:
    """The order in which rules are asked."""
    return tuple(sorted(rules, key=lambda each: (each.rule.place, each.rule_id)))
