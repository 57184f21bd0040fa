"""What is shown of accounts: in a list, and of one that somebody has opened."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import NotFound
from hub.staff.notices import Notices
from hub.staff.routes import StaffModel
from hub.store.staff import accounts, branches, rights
from hub.web.staff.accounts_wanted import State
from hub.web.staff.role_names import RoleName, names_of_roles


class AccountShown(StaffModel):
    """One account, as it stands in a list."""

    account_id: str
    login: str
    name: str
    branch_id: str
    branch: str
    state: State
    roles: list[str]
    role_names: dict[str, RoleName]
    team_ids: list[str]
    has_email: bool
    has_totp: bool
    must_change: bool
    created_at: datetime


class AccountsShown(StaffModel):
    """Accounts by login; `after` leads to the next page, None behind the last."""

    accounts: list[AccountShown]
    after: str | None


class AccountOpened(AccountShown):
    """One account with the address for notices, empty where there is none."""

    email: str = Field(repr=False)


async def opened_account(connection: AsyncConnection, notices: Notices, account_id: str) -> AccountOpened:
    """One account; raises `NotFound`."""
    row = await accounts.with_branch(connection, account_id)
    if row is None:
        raise NotFound("there is no such account")
    (shown,) = await shown_accounts(connection, [row])
    return AccountOpened(**shown.model_dump(), email=notices.address(account_id, row.email))


async def shown_accounts(connection: AsyncConnection, rows: Sequence[Any]) -> list[AccountShown]:
    """What a list shows of these rows, in their order."""
    ids = [row.account_id for row in rows]
    roles = await rights.roles_of(connection, ids)
    teams = await branches.teams_by_account(connection, ids)
    names = await names_of_roles(connection, (role for held in roles.values() for role in held))
    return [
        AccountShown(
            account_id=row.account_id,
            login=row.login,
            name=row.name,
            branch_id=row.branch_id,
            branch=row.branch_name or "",
            state=row.state,
            roles=roles[row.account_id],
            role_names={role: names[role] for role in roles[row.account_id] if role in names},
            team_ids=teams[row.account_id],
            has_email=row.email is not None,
            has_totp=row.totp is not None,
            must_change=row.must_change,
            created_at=row.created_at,
        )
        for row in rows
    ]
