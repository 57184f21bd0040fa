"""Writes campaigns: one writes, another approves, and only then customers are told; anybody who may stops it.

Each function works in the caller's transaction.
"""

import json
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import BadInput, Conflict, NotFound, Unavailable
from hub.ports import Address
from hub.staff.four_eyes import By, OwnWork
from hub.store.encrypted import DataKeys, Encrypted, belonging
from outreach.campaign import CampaignContent
from outreach.reaching import Planned
from outreach.store import campaigns, recipients
from outreach.store.schema import outreach_recipient


class NobodyReached(Conflict):
    """A campaign would tell nobody, as things stand."""

    code = "nobody_reached"


def seal(keys: DataKeys, campaign_id: str, row: Planned) -> Encrypted:
    """The values of a row's text, and where its customer is told; only that row can read it."""
    if row.address is None:
        raise ValueError("a row that tells nobody has nothing to be sealed")
    to = {"account": row.address.account, "external_id": row.address.external_id}
    return keys.encrypt(
        json.dumps({"values": dict(row.values), **to}, ensure_ascii=False), _belongs_to(campaign_id, row)
    )


def unseal(keys: DataKeys, row: Any) -> tuple[dict[str, str], Address]:
    """What `seal` has sealed, of a stored row; raises `SetupError` where the key is missing."""
    read = json.loads(keys.decrypt(row.body, _belongs_to(row.campaign_id, row)))
    return read["values"], Address(row.channel, read["account"], read["external_id"])


async def do_create(
    connection: AsyncConnection,
    name: str,
    content: CampaignContent,
    plan: Sequence[Planned],
    keys: DataKeys | None,
    by: By,
) -> str:
    """Writes a campaign, which waits for approval, and tells its id.

    Raises `BadInput`, `NobodyReached`, `Unavailable` (without keys).
    """
    check_times(content, by.now)
    if not any(not row.code for row in plan):
        raise NobodyReached("名单里没有一位客户可以通知")
    if keys is None:
        raise Unavailable("YUANQIAO_DATA_KEYS is empty, and lists of customers are kept encrypted")
    campaign_id = secrets.token_hex(16)
    await campaigns.add(
        connection,
        campaign_id=campaign_id,
        name=name,
        state="waiting",
        content=content.model_dump(mode="json", exclude_none=True),
        written_by=by.account_id,
        written_at=by.now,
    )
    await recipients.add(connection, [_row(keys, campaign_id, row, by.now) for row in plan])
    return campaign_id


def check_times(content: CampaignContent, now: datetime) -> None:
    """Raises `BadInput` where it would be over before it begins."""
    if content.valid_until <= now:
        raise BadInput("截止时间已经过了")


async def do_approve(connection: AsyncConnection, campaign_id: str, by: By) -> None:
    """Tells its customers from now, or from its beginning, on; raises `NotFound`, `OwnWork`, `Conflict`."""
    row = await _waiting(connection, campaign_id)
    if row.written_by == by.account_id:
        raise OwnWork("somebody else has to approve what you wrote")
    content = CampaignContent.model_validate(row.content)
    if content.valid_until <= by.now:
        raise Conflict("the campaign's time is over")
    begins = max(by.now, content.begins_at or by.now)
    await recipients.begin(connection, campaign_id, begins)
    await _decide(connection, campaign_id, "running", by, next_at=begins)


async def do_reject(connection: AsyncConnection, campaign_id: str, by: By) -> None:
    """Tells nobody; raises `NotFound`, `Conflict`."""
    await _waiting(connection, campaign_id)
    await recipients.drop_waiting(connection, campaign_id, "rejected", by.now)
    await _decide(connection, campaign_id, "rejected", by, ended_at=by.now)


async def do_stop(connection: AsyncConnection, campaign_id: str, by: By) -> int:
    """Tells nobody more, for good, and says how many were spared; raises `NotFound`, `Conflict`."""
    row = await _locked(connection, campaign_id)
    if row.state not in ("waiting", "running"):
        raise Conflict("the campaign is over")
    await campaigns.change(connection, campaign_id, state="stopped", next_at=None, ended_at=by.now)
    return await recipients.drop_waiting(connection, campaign_id, "stopped", by.now)


def _row(keys: DataKeys, campaign_id: str, row: Planned, now: datetime) -> dict[str, Any]:
    told = not row.code
    return {
        "campaign_id": campaign_id,
        "number": row.number,
        "identity_key": row.identity,
        "channel": row.address.channel if row.address else "",
        "body": seal(keys, campaign_id, row) if told else None,
        "state": "waiting" if told else "dropped",
        "code": row.code,
        "ended_at": None if told else now,
    }


async def _locked(connection: AsyncConnection, campaign_id: str) -> Any:
    row = await campaigns.locked(connection, campaign_id)
    if row is None:
        raise NotFound("there is no such campaign")
    return row


async def _waiting(connection: AsyncConnection, campaign_id: str) -> Any:
    row = await _locked(connection, campaign_id)
    if row.state != "waiting":
        raise Conflict("the campaign does not wait for approval any more")
    return row


async def _decide(connection: AsyncConnection, campaign_id: str, state: str, by: By, **values: Any) -> None:
    decided = {"decided_by": by.account_id, "decided_at": by.now}
    await campaigns.change(connection, campaign_id, state=state, **decided, **values)


def _belongs_to(campaign_id: str, row: Any) -> str:
    return belonging(outreach_recipient.c.body, campaign_id=campaign_id, number=row.number)
