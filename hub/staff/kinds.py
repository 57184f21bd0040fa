"""The kinds of objects that are the staff's own, and where one of each lies."""

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.staff.reach import Kind, Place
from hub.store.staff import accounts, branches, rights


async def _of_account(connection: AsyncConnection, account_id: str) -> Place | None:
    row = await accounts.by_id(connection, account_id)
    return None if row is None else Place(row.account_id, row.branch_id)


async def _of_branch(connection: AsyncConnection, branch_id: str) -> Place | None:
    row = await branches.branch_row(connection, branch_id)
    return None if row is None else Place(branch_id=row.branch_id)


async def _of_team(connection: AsyncConnection, team_id: str) -> Place | None:
    row = await branches.team_row(connection, team_id)
    return None if row is None else Place(branch_id=row.branch_id)


async def _of_role(connection: AsyncConnection, role_id: str) -> Place | None:
    # The house's: only who may change everything may change one.
    return Place() if await rights.role_exists(connection, role_id) else None


OWN_KINDS = (
    Kind("account", _of_account),
    Kind("branch", _of_branch),
    Kind("team", _of_team),
    Kind("role", _of_role),
)
