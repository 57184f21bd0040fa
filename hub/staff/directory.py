"""What other parts may know of staff: names, branches, teams, and who holds a right."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.staff import accounts, branches, rights


@dataclass(frozen=True, slots=True)
class StaffMember:
    """One account, as other parts see it."""

    account_id: str
    login: str
    name: str
    branch_id: str
    team_ids: tuple[str, ...]
    active: bool


class Directory:
    """Reads in the transactions of those who ask."""

    async def get(self, connection: AsyncConnection, account_id: str) -> StaffMember | None:
        """One account; None where there is none."""
        row = await accounts.by_id(connection, account_id)
        return None if row is None else (await _members(connection, [row]))[0]

    async def with_right(self, connection: AsyncConnection, right: str) -> list[StaffMember]:
        """The active accounts that have a right by any of their roles, by login."""
        return await _members(connection, await rights.active_with_right(connection, right))

    async def branch_path(self, connection: AsyncConnection, branch_id: str) -> str | None:
        """The ids from the head office down to a branch, as `/head/east/`; None where there is none."""
        row = await branches.branch_row(connection, branch_id)
        return None if row is None else str(row.path)


async def _members(connection: AsyncConnection, rows: Sequence[Any]) -> list[StaffMember]:
    teams = await branches.teams_by_account(connection, [row.account_id for row in rows])
    return [
        StaffMember(
            account_id=row.account_id,
            login=row.login,
            name=row.name,
            branch_id=row.branch_id,
            team_ids=tuple(teams[row.account_id]),
            active=row.state == "active",
        )
        for row in rows
    ]
