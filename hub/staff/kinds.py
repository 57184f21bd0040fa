"""The kinds of objects that are the staff's own, and where one of each lies."""

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.staff.reach import Kind, ObjectPlace
from hub.store.staff import accounts, branches, rights


async def _of_account(connection: AsyncConnection, account_id: str) -> ObjectPlace | None:
    row = await accounts.by_id(connection, account_id)
    return None if row is None else ObjectPlace(row.account_id, row.branch_id)


async def _of_branch(connection: AsyncConnection, branch_id: str) -> ObjectPlace | None:
    row = await branches.branch_row(connection, branch_id)
    return None if row is None else ObjectPlace(branch_id=row.branch_id)


async def _of_team(connection: AsyncConnection, team_id: str) -> ObjectPlace | None:
    row = await branches.team_row(connection, team_id)
    return None if row is None else ObjectPlace(branch_id=row.branch_id)


async def _of_role(connection: AsyncConnection, role_id: str) -> ObjectPlace | None:
    # The house's: only who may change everything may change one.
    return ObjectPlace() if await rights.role_exists(connection, role_id) else None


OWN_KINDS = (
    Kind("account", _of_account),
    Kind("branch", _of_branch),
    Kind("team", _of_team),
    Kind("role", _of_role),
)
