"""How campaigns are shown to staff: the models, and what fills them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from hub.staff import StaffModel
from outreach.campaign import CampaignContent

State = Literal["waiting", "running", "stopped", "rejected", "ended"]


class RowNotTold(StaffModel):
    """A row of the list by its number there, and why its customer is not told."""

    number: int
    code: str


class CampaignPlanShown(StaffModel):
    """What a campaign would do: `reasons` counts who is not told by why, `channels` who is by where.

    `examples`: the words of the first few; `minutes`: how long it takes, without quiet hours.
    """

    total: int
    reached: int
    reasons: dict[str, int]
    channels: dict[str, int]
    unreached: list[RowNotTold]
    examples: list[str]
    minutes: int


class CampaignShown(StaffModel):
    """A campaign and how far it is; `own`: whoever asks wrote it. `next_at`: when the next is told."""

    campaign_id: str
    name: str
    state: State
    own: bool
    written_by: str
    written_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    next_at: datetime | None
    ended_at: datetime | None
    total: int
    waiting: int
    told: int
    dropped: int
    reasons: dict[str, int]


class CampaignsShown(StaffModel):
    """Campaigns, the newest first; `channels`: those that are open, on which one may tell."""

    campaigns: list[CampaignShown]
    channels: list[str]


class CampaignOpened(StaffModel):
    """One with its text and what came of it; `delivered`: its messages by how far they are."""

    campaign: CampaignShown
    content: CampaignContent
    delivered: dict[str, int]
    replied: int
    unreached: list[RowNotTold]
    examples: list[str]


def shown(row: Any, counted: Iterable[Any], account_id: str) -> CampaignShown:
    """One with its counts: rows of (campaign_id, state, code, count)."""
    states: dict[str, int] = {}
    reasons: dict[str, int] = {}
    for _, state, code, count in counted:
        states[state] = states.get(state, 0) + count
        if code:
            reasons[code] = reasons.get(code, 0) + count
    return CampaignShown(
        campaign_id=row.campaign_id,
        name=row.name,
        state=row.state,
        own=row.written_by == account_id,
        written_by=row.written_by,
        written_at=row.written_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        next_at=row.next_at,
        ended_at=row.ended_at,
        total=sum(states.values()),
        waiting=states.get("waiting", 0),
        told=states.get("told", 0),
        dropped=states.get("dropped", 0),
        reasons=reasons,
    )


def opened(
    campaign: CampaignShown,
    row: Any,
    *,
    delivered: Mapping[str, int],
    replied: int,
    unreached: Sequence[Any],
    examples: Sequence[str],
) -> CampaignOpened:
    """One with what came of it."""
    return CampaignOpened(
        campaign=campaign,
        content=CampaignContent.model_validate(row.content),
        delivered=dict(delivered),
        replied=replied,
        unreached=[RowNotTold(number=each.number, code=each.code) for each in unreached],
        examples=list(examples),
    )
