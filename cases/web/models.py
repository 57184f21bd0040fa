"""What is sent to `/staff/cases`, and what it answers."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from hub.staff import Names, StaffModel

Reason = Annotated[str, Field(min_length=1, max_length=500, examples=["属于信用卡"])]


class CaseShown(StaffModel):
    """A case in a list. `owner`, `branch`: their names; `channel`: the customer's."""

    number: str
    state: str
    owner_id: str | None
    owner: str
    branch_id: str
    branch: str
    channel: str
    conversation: str
    created_at: datetime
    due_at: datetime
    is_overdue: bool
    is_escalated: bool


class StepShown(StaffModel):
    """What was done with a case; `actor` and `to` are names, or empty where nobody of the staff is meant."""

    action: str
    actor: str
    to: str
    text: str
    at: datetime


class WordsShown(StaffModel):
    """One message of the complaint, personal data masked."""

    text: str
    at: datetime


class CaseOpened(StaffModel):
    """A case with what the customer told, its draft and all its steps.

    `can_return`: somebody has forwarded it.
    """

    case: CaseShown
    turn: int
    told: list[WordsShown]
    draft: str
    draft_by: str
    can_return: bool
    steps: list[StepShown]


class CasesShown(StaffModel):
    """What is overdue leads; `more`: there are others behind these."""

    cases: list[CaseShown]
    more: bool


class OwnerShown(StaffModel):
    """Somebody to whom a case can go."""

    account_id: str
    name: str
    branch: str


class OwnersShown(StaffModel):
    """Everybody within reach who works on cases."""

    owners: list[OwnerShown]


class CasesQuery(StaffModel):
    """Which cases: those that run, or those that are closed."""

    closed: bool = False


class Forward(StaffModel):
    """To whom a case goes, and why."""

    to: Annotated[str, Names("account"), Field(max_length=64)]
    reason: Reason


class Because(StaffModel):
    """Why."""

    reason: Reason


class CaseReplyDraft(StaffModel):
    """What is to be said to the customer."""

    text: str = Field(min_length=1, max_length=2000, examples=["已为您退回手续费。"])
