"""What may be done with inspection, and where its objects lie."""

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import BadInput
from hub.ids import parse_message_id
from hub.staff import Kind, ObjectPlace, Right, Scope
from hub.store.staff import accounts
from inspection.store import sheets

READ, SHEETS, SCORE, APPEAL = (
    "inspection.read",
    "inspection.sheets",
    "inspection.score",
    "inspection.appeal",
)
RIGHTS = (
    Right(
        READ,
        "查看质检结果",
        "See what inspection found",
        {"supervisor": Scope.BRANCH, "auditor": Scope.ALL},
    ),
    Right(
        SHEETS,
        "查看质检评分",
        "See score sheets",
        {"agent": Scope.OWN, "supervisor": Scope.BRANCH, "auditor": Scope.ALL},
    ),
    Right(SCORE, "抽检、评分与复核", "Draw samples, score, decide appeals", {"supervisor": Scope.BRANCH}),
    Right(APPEAL, "对质检评分申诉", "Appeal against a score", {"agent": Scope.OWN}),
)


async def place_of_message(connection: AsyncConnection, message_id: str) -> ObjectPlace | None:
    """Where the conversation of a message lies once it has ended: with who had it last."""
    try:
        place = parse_message_id(message_id)
    except BadInput:
        return None
    row = await sheets.ended(connection, place.identity, place.conversation)
    return None if row is None else await _place_of(connection, row.owner_id)


async def place_of_sheet(connection: AsyncConnection, sheet_id: str) -> ObjectPlace | None:
    """Where a score sheet lies: with the agent whose work it is about."""
    row = await sheets.get(connection, sheet_id)
    return None if row is None else await _place_of(connection, row.account_id)


async def _place_of(connection: AsyncConnection, account_id: str | None) -> ObjectPlace:
    row = await accounts.by_id(connection, account_id) if account_id else None
    return ObjectPlace() if row is None else ObjectPlace(row.account_id, row.branch_id)


MESSAGE, SHEET = "inspected_message", "sheet"
KINDS = (Kind(MESSAGE, place_of_message), Kind(SHEET, place_of_sheet))
