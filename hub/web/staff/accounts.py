"""`/staff/accounts`: the accounts of others."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, NamedTuple

from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.staff.passwords import new_password
from hub.staff.reach import Names
from hub.staff.routes import StaffCall, StaffModel, StaffRoute
from hub.store.schema_staff import account
from hub.store.staff import accounts, branches, rights, sessions
from hub.web.staff.accounts_wanted import AccountsWanted, State, wanted_accounts
from hub.web.staff.role_names import RoleName, names_of_roles

Name = Annotated[str, Field(min_length=1, max_length=100, examples=["李明"])]
Roles = Annotated[list[Annotated[str, Field(max_length=32)]], Field(max_length=20, examples=[["agent"]])]
BranchId = Annotated[str, Names("branch"), Field(min_length=1, max_length=32)]

PAGE = 200


class AccountShown(StaffModel):
    """One account."""

    account_id: str
    login: str
    name: str
    branch_id: str
    branch: str
    state: State
    roles: list[str]
    role_names: dict[str, RoleName]
    team_ids: list[str]
    has_totp: bool
    must_change: bool
    created_at: datetime


class AccountsShown(StaffModel):
    """Accounts by login; `after` leads to the next page, None behind the last."""

    accounts: list[AccountShown]
    after: str | None


class NewAccount(StaffModel):
    """An account to be made."""

    login: str = Field(min_length=2, max_length=64, examples=["li.ming"])
    name: Name
    branch_id: BranchId
    roles: Roles


class AccountChange(StaffModel):
    """What is to be otherwise; what is not named stays."""

    name: Name | None = None
    branch_id: Annotated[str | None, Names("branch"), Field(max_length=32)] = None
    state: State | None = None


class RolesGiven(StaffModel):
    """All roles that an account is to have."""

    roles: Roles


class PasswordHanded(StaffModel):
    """A random password, shown this once: it has to be changed at the first sign-in."""

    account_id: str
    login: str
    password: str = Field(repr=False)


class _Made(NamedTuple):
    """A random password and its hash."""

    password: str
    hashed: str


async def _make_password(call: StaffCall[Any]) -> _Made:
    password = new_password()
    return _Made(password, await call.house.accounts.hash(password))


async def list_accounts(call: StaffCall[Any]) -> AccountsShown:
    """The accounts within reach."""
    rows = await accounts.listed(call.connection, await wanted_accounts(call), call.query.after, PAGE)
    after = rows[-1].login if len(rows) == PAGE else None
    return AccountsShown(accounts=await _shown(call.connection, rows), after=after)


async def show_account(call: StaffCall[Any]) -> AccountShown:
    """One account."""
    return await _one(call.connection, call.args["account_id"])


async def add_account(call: StaffCall[NewAccount]) -> PasswordHanded:
    """Makes an account with a random password."""
    body, made = call.body, call.prepared
    login = await call.house.accounts.check_login(call.connection, body.login)
    await call.house.accounts.check_may_give(call.connection, call.staff, body.roles)
    account_id = await call.house.accounts.do_add(
        call.connection,
        login=login,
        name=body.name,
        branch_id=body.branch_id,
        password_hash=made.hashed,
        role_ids=sorted(set(body.roles)),
    )
    call.note(account=account_id, roles=",".join(sorted(set(body.roles))))
    return PasswordHanded(account_id=account_id, login=login, password=made.password)


async def change_account(call: StaffCall[AccountChange]) -> AccountShown:
    """Changes name, branch or state."""
    account_id = call.args["account_id"]
    await call.house.accounts.check_change(call.connection, call.staff, account_id)
    values = call.body.model_dump(exclude_none=True)
    if values:
        await call.house.accounts.do_change(call.connection, account_id, **values)
    call.note(**{name: value for name, value in values.items() if name != "name"})
    return await _one(call.connection, account_id)


async def give_roles(call: StaffCall[RolesGiven]) -> AccountShown:
    """Gives exactly these roles; the account's sessions are over."""
    account_id, roles = call.args["account_id"], call.body.roles
    await call.house.accounts.check_change(call.connection, call.staff, account_id)
    await call.house.accounts.check_may_give(call.connection, call.staff, roles)
    await call.house.accounts.do_give_roles(call.connection, account_id, roles)
    call.note(roles=",".join(sorted(set(roles))))
    return await _one(call.connection, account_id)


async def reset_account(call: StaffCall[Any]) -> PasswordHanded:
    """Gives a new random password and takes codes and passkeys away, for who cannot sign in."""
    account_id, made = call.args["account_id"], call.prepared
    await call.house.accounts.check_change(call.connection, call.staff, account_id)
    await call.house.accounts.do_forget_factors(call.connection, account_id)
    await call.house.accounts.do_set_password(call.connection, account_id, made.hashed, must_change=True)
    shown = await _one(call.connection, account_id)
    return PasswordHanded(account_id=account_id, login=shown.login, password=made.password)


async def end_sessions(call: StaffCall[Any]) -> None:
    """Signs somebody out everywhere."""
    await call.house.accounts.check_change(call.connection, call.staff, call.args["account_id"])
    await sessions.end_all(call.connection, [call.args["account_id"]])


async def _one(connection: AsyncConnection, account_id: str) -> AccountShown:
    rows = await accounts.listed(connection, account.c.account_id == account_id, "", 1)
    return (await _shown(connection, rows))[0]


async def _shown(connection: AsyncConnection, rows: Sequence[Any]) -> list[AccountShown]:
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
            has_totp=row.totp is not None,
            must_change=row.must_change,
            created_at=row.created_at,
        )
        for row in rows
    ]


ONE = "/staff/accounts/<account_id>"
ABOUT = {"account_id": "account"}

ROUTES = (
    StaffRoute(
        "GET",
        "/staff/accounts",
        right="accounts.read",
        query=AccountsWanted,
        answer=AccountsShown,
        handle=list_accounts,
    ),
    StaffRoute("GET", ONE, right="accounts.read", about=ABOUT, answer=AccountShown, handle=show_account),
    StaffRoute(
        "POST",
        "/staff/accounts",
        right="accounts.change",
        body=NewAccount,
        answer=PasswordHanded,
        prepare=_make_password,
        handle=add_account,
        audit="account.added",
    ),
    StaffRoute(
        "PATCH",
        ONE,
        right="accounts.change",
        about=ABOUT,
        body=AccountChange,
        answer=AccountShown,
        handle=change_account,
        audit="account.changed",
    ),
    StaffRoute(
        "PUT",
        f"{ONE}/roles",
        right="accounts.give_roles",
        about=ABOUT,
        body=RolesGiven,
        answer=AccountShown,
        handle=give_roles,
        audit="account.roles_given",
    ),
    StaffRoute(
        "POST",
        f"{ONE}/reset",
        right="accounts.change",
        about=ABOUT,
        answer=PasswordHanded,
        prepare=_make_password,
        handle=reset_account,
        audit="account.reset",
    ),
    StaffRoute(
        "DELETE",
        f"{ONE}/sessions",
        right="accounts.change",
        about=ABOUT,
        handle=end_sessions,
        audit="account.signed_out",
    ),
)
