"""Conversations that people inspect: drawn by chance, scored, appealed against, decided by somebody else."""

import random
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import BadInput, Conflict, NotFound
from hub.ports import Clock
from hub.privacy import for_view
from inspection.store import sheets

CRITERIA: Mapping[str, int] = {
    "opening": 10,
    "identity": 20,
    "answer": 30,
    "manner": 20,
    "compliance": 20,
}
"""What is scored, and how many points there are for it: 100 together."""

MOST_CANDIDATES = 10_000

_chance = random.SystemRandom()


async def do_draw(
    connection: AsyncConnection, clock: Clock, where: Any, by: str, *, per_agent: int, days: int
) -> int:
    """Draws so many conversations of each agent, each with the same chance; tells how many.

    `where`: which agents; `days`: since when the conversations have ended. None is drawn twice.
    """
    now = clock.now()
    found: dict[str, list[Any]] = {}
    for row in await sheets.candidates(connection, where, now - timedelta(days=days), MOST_CANDIDATES):
        found.setdefault(row.account_id, []).append(row)
    drawn = 0
    for rows in found.values():
        for row in _chance.sample(rows, min(per_agent, len(rows))):
            drawn += await sheets.add(
                connection,
                sheet_id=secrets.token_hex(8),
                identity_key=row.identity_key,
                conversation=row.conversation,
                account_id=row.account_id,
                state="drawn",
                drawn_by=by,
                drawn_at=now,
                scores={},
                remark="",
                appeal="",
                decision="",
            )
    return drawn


def check_scores(scores: Mapping[str, int]) -> int:
    """The sum; raises `BadInput` unless each criterion is scored within its points."""
    if set(scores) != set(CRITERIA):
        raise BadInput(f"a sheet scores {', '.join(CRITERIA)}")
    for name, points in CRITERIA.items():
        if not 0 <= scores[name] <= points:
            raise BadInput(f"{name} has 0 to {points} points")
    return sum(scores.values())


async def do_score(
    connection: AsyncConnection, clock: Clock, sheet_id: str, by: str, scores: Mapping[str, int], remark: str
) -> None:
    """Scores a sheet that was drawn, or once more one that nobody has appealed against.

    Raises `BadInput`, and `Conflict` where that is over, or it is one's own work.
    """
    total = check_scores(scores)
    row = await _locked(connection, sheet_id)
    if row.account_id == by:
        raise Conflict("nobody scores their own work")
    if row.state not in ("drawn", "scored"):
        raise Conflict("this score was appealed against")
    said = {"scores": dict(scores), "total": total, "remark": for_view(remark)[:500]}
    await sheets.change(connection, sheet_id, state="scored", scored_by=by, scored_at=clock.now(), **said)


async def do_appeal(connection: AsyncConnection, clock: Clock, sheet_id: str, by: str, text: str) -> None:
    """The agent does not agree; once for each sheet. Raises `Conflict`."""
    row = await _locked(connection, sheet_id)
    if row.account_id != by or row.state != "scored":
        raise Conflict("there is no score of yours here that can be appealed against")
    said = {"appeal": for_view(text)[:500], "appealed_at": clock.now()}
    await sheets.change(connection, sheet_id, state="appealed", **said)


async def do_decide(
    connection: AsyncConnection, clock: Clock, sheet_id: str, by: str, scores: Mapping[str, int], text: str
) -> None:
    """Somebody who has not scored it says what the scores are in the end. Raises `BadInput`, `Conflict`."""
    total = check_scores(scores)
    row = await _locked(connection, sheet_id)
    if row.state != "appealed":
        raise Conflict("nobody has appealed here")
    if by in (row.scored_by, row.account_id):
        raise Conflict("an appeal is decided by somebody else")
    said = {"scores": dict(scores), "total": total, "decision": for_view(text)[:500]}
    await sheets.change(connection, sheet_id, state="decided", decided_by=by, decided_at=clock.now(), **said)


async def _locked(connection: AsyncConnection, sheet_id: str) -> Any:
    row = await sheets.get(connection, sheet_id, lock=True)
    if row is None:
        raise NotFound("there is no such sheet")
    return row
