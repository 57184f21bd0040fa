"""Changes rules: one writes a draft, another approves it; each function works in the caller's transaction."""

import secrets
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from diversion.rules import MOST_RULES, DiversionRule
from diversion.store import rules as store
from hub.errors import Conflict, NotFound
from hub.staff.four_eyes import By, OwnWork


async def do_draft_new(connection: AsyncConnection, rule: DiversionRule, by: By) -> str:
    """Writes a new rule, which applies once somebody else approves it; gives its id. Raises `Conflict`."""
    if await store.count(connection) >= MOST_RULES:
        raise Conflict(f"there are {MOST_RULES} rules already")
    rule_id = f"r-{secrets.token_hex(5)}"
    await store.add(connection, rule_id=rule_id, revision=1, live_version=0, **_draft(rule, by))
    return rule_id


async def do_draft(
    connection: AsyncConnection, rule_id: str, revision: int, rule: DiversionRule, by: By
) -> None:
    """Writes what a rule is to become; what applies goes on meanwhile. Raises `NotFound`, `Conflict`."""
    await _of_revision(connection, rule_id, revision)
    await store.change(connection, rule_id, revision, **_draft(rule, by))


async def do_approve(connection: AsyncConnection, rule_id: str, revision: int, by: By) -> int:
    """Has the draft apply; gives the version. Raises `NotFound`, `Conflict`, `OwnWork`."""
    row = await _of_revision(connection, rule_id, revision)
    if row.draft is None:
        raise Conflict("there is no draft to approve")
    if row.draft_by == by.account_id:
        raise OwnWork("somebody else has to approve what you wrote")
    version = int(row.live_version) + 1
    await store.add_version(
        connection,
        rule_id=rule_id,
        version=version,
        rule=row.draft,
        written_by=row.draft_by,
        approved_by=by.account_id,
        approved_at=by.now,
    )
    await store.change(connection, rule_id, revision, live=row.draft, live_version=version, **_NO_DRAFT)
    return version


async def do_stop(connection: AsyncConnection, rule_id: str, revision: int, by: By) -> None:
    """Stops a rule, which becomes a draft. Raises `NotFound`, `Conflict`."""
    row = await _of_revision(connection, rule_id, revision)
    if row.live is None:
        raise Conflict("the rule does not apply")
    left = {} if row.draft is not None else _draft(DiversionRule.model_validate(row.live), by)
    await store.change(connection, rule_id, revision, live=None, **left)


async def do_discard(connection: AsyncConnection, rule_id: str, revision: int) -> None:
    """Takes a draft back; a rule that does not apply goes with it. Raises as `do_draft`."""
    row = await _of_revision(connection, rule_id, revision)
    if row.draft is None:
        raise Conflict("there is no draft to take back")
    if row.live is None:
        await store.remove(connection, rule_id, revision)
    else:
        await store.change(connection, rule_id, revision, **_NO_DRAFT)


_NO_DRAFT: dict[str, Any] = {"draft": None, "draft_by": None, "draft_at": None}


def _draft(rule: DiversionRule, by: By) -> dict[str, Any]:
    return {"draft": rule.model_dump(mode="json"), "draft_by": by.account_id, "draft_at": by.now}


async def _of_revision(connection: AsyncConnection, rule_id: str, revision: int) -> Any:
    row = await store.one(connection, rule_id, lock=True)
    if row is None:
        raise NotFound("there is no such rule")
    if row.revision != revision:
        raise Conflict("somebody else has changed it since")
    return row
