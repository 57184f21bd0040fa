"""What is sent to `/staff/diversion`, and what it answers."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, Field

from diversion.rules import DiversionRule
from diversion.trying import MOST_TURNS
from hub.staff import StaffModel

EXAMPLE = {
    "name": "老年客户直接找人工",
    "place": 30,
    "conditions": {"age_from": 65},
    "action": {"kind": "person"},
}
AnyRule = Annotated[DiversionRule, Field(examples=[EXAMPLE])]
Revision = Annotated[int, Field(ge=1, le=2**31, examples=[1])]
"""The revision that was seen: a change of another one is refused, so that nobody overwrites another's."""


class DiversionRuleShown(StaffModel):
    """A rule: what applies, what waits, and how often it has fired in the last seven days.

    `own_draft`: the asker wrote the draft, and somebody else approves it.
    """

    rule_id: str
    revision: int
    live: DiversionRule | None
    version: int
    draft: DiversionRule | None
    draft_by: str
    draft_at: datetime | None
    own_draft: bool
    fired: int


class DiversionRulesShown(StaffModel):
    """All rules, in the order in which they are asked: what applies first, of drafts what they are to be."""

    rules: list[DiversionRuleShown]


class NewDiversionRule(StaffModel):
    """A new rule, as a draft."""

    rule: AnyRule


class ChangedRule(StaffModel):
    """What a rule is to become."""

    rule: AnyRule
    revision: Revision


class SeenRevision(StaffModel):
    """Which revision is meant."""

    revision: Revision


class Try(StaffModel):
    """What is tried on the last turns: all drafts, or `rule` in the place of the rule `of`."""

    rule: DiversionRule | None = None
    of: str = Field(default="", max_length=16)
    last: int = Field(default=200, ge=1, le=MOST_TURNS)


class OtherwiseShown(StaffModel):
    """A turn that would go otherwise: names of rules, empty for as without rules; `words` are masked."""

    conversation: str
    turn: int
    words: str
    intent: str
    now: str
    then: str


class CountShown(StaffModel):
    """How many turns a rule would decide."""

    name: str
    turns: int


class TriedRulesShown(StaffModel):
    """`looked`: at how many turns; `ages_unknown`: rules that ask for an age, which is kept nowhere."""

    looked: int
    otherwise: list[OtherwiseShown]
    by_rule: list[CountShown]
    ages_unknown: list[str]


class FiredWanted(StaffModel):
    """Which entries of the log: of a rule, and before a time (for the next page)."""

    of: str = Field(default="", max_length=16)
    before: AwareDatetime | None = None


class FiredShown(StaffModel):
    """A rule that has fired; `name`: what it was called then, `seen`: the facts that it saw."""

    conversation: str
    turn: int
    rule_id: str
    version: int
    name: str
    action: str
    seen: dict[str, Any]
    at: datetime


class LogShown(StaffModel):
    """What has fired, the newest first."""

    fired: list[FiredShown]
