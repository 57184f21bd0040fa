"""`/staff/accounts`: the accounts of others."""

from typing import Annotated, Any, NamedTuple

from pydantic import Field

from hub.ports import LONGEST_ADDRESS
from hub.staff.notices import AccountNotice
from hub.staff.passwords import new_password
from hub.staff.reach import Names
from hub.staff.routes import StaffCall, StaffModel, StaffRoute
from hub.store.staff import accounts, sessions
from hub.web.staff.account_shown import AccountOpened, AccountsShown, opened_account, shown_accounts
from hub.web.staff.accounts_wanted import AccountsWanted, State, wanted_accounts

Name = Annotated[str, Field(min_length=1, max_length=100, examples=["李明"])]
Roles = Annotated[list[Annotated[str, Field(max_length=32)]], Field(max_length=20, examples=[["agent"]])]
Email = Annotated[str, Field(max_length=LONGEST_ADDRESS)]
"""Where notices go; empty: nowhere."""
BranchId = Annotated[str, Names("branch"), Field(min_length=1, max_length=32)]

PAGE = 200


class NewAccount(StaffModel):
    """An account to be made."""

    login: str = Field(min_length=2, max_length=64, examples=["li.ming"])
    name: Name
    branch_id: BranchId
    roles: Roles
    email: Email = Field(default="", repr=False)


class AccountChange(StaffModel):
    """What is to be otherwise; what is not named stays."""

    name: Name | None = None
    branch_id: Annotated[str | None, Names("branch"), Field(max_length=32)] = None
    state: State | None = None
    email: Email | None = Field(default=None, repr=False)


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
    return AccountsShown(accounts=await shown_accounts(call.connection, rows), after=after)


async def show_account(call: StaffCall[Any]) -> AccountOpened:
    """One account."""
    return await _opened(call)


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
    await _set_email(call, account_id, body.email)
    call.note(account=account_id, roles=",".join(sorted(set(body.roles))))
    return PasswordHanded(account_id=account_id, login=login, password=made.password)


async def change_account(call: StaffCall[AccountChange]) -> AccountOpened:
    """Changes name, branch, state or the address for notices."""
    account_id = call.args["account_id"]
    await call.house.accounts.check_change(call.connection, call.staff, account_id)
    values = call.body.model_dump(exclude_none=True, exclude={"email"})
    if values:
        await call.house.accounts.do_change(call.connection, account_id, **values)
    if values.keys() - {"name"}:
        await call.house.notices.do_tell(call.connection, account_id, AccountNotice.CHANGED)
    if call.body.email is not None:
        await call.house.notices.do_tell(call.connection, account_id, AccountNotice.ADDRESS_CHANGED)
        await _set_email(call, account_id, call.body.email)
    call.note(**{name: value for name, value in values.items() if name != "name"})
    call.note(**({} if call.body.email is None else {"email": bool(call.body.email)}))
    return await _opened(call)


async def give_roles(call: StaffCall[RolesGiven]) -> AccountOpened:
    """Gives exactly these roles; the account's sessions are over."""
    account_id, roles = call.args["account_id"], call.body.roles
    await call.house.accounts.check_change(call.connection, call.staff, account_id)
    await call.house.accounts.check_may_give(call.connection, call.staff, roles)
    await call.house.accounts.do_give_roles(call.connection, account_id, roles)
    await call.house.notices.do_tell(call.connection, account_id, AccountNotice.ROLES_GIVEN)
    call.note(roles=",".join(sorted(set(roles))))
    return await _opened(call)


async def reset_account(call: StaffCall[Any]) -> PasswordHanded:
    """Gives a new random password and takes codes and passkeys away, for who cannot sign in."""
    account_id, made = call.args["account_id"], call.prepared
    await call.house.accounts.check_change(call.connection, call.staff, account_id)
    await call.house.accounts.do_forget_factors(call.connection, account_id)
    await call.house.accounts.do_set_password(call.connection, account_id, made.hashed, must_change=True)
    await call.house.notices.do_tell(call.connection, account_id, AccountNotice.RESET)
    shown = await _opened(call)
    return PasswordHanded(account_id=account_id, login=shown.login, password=made.password)


async def end_sessions(call: StaffCall[Any]) -> None:
    """Signs somebody out everywhere."""
    await call.house.accounts.check_change(call.connection, call.staff, call.args["account_id"])
    await sessions.end_all(call.connection, [call.args["account_id"]])


async def _set_email(call: StaffCall[Any], account_id: str, email: str) -> None:
    sealed = call.house.notices.seal(account_id, email)
    await accounts.set_values(call.connection, account_id, email=sealed)


async def _opened(call: StaffCall[Any]) -> AccountOpened:
    return await opened_account(call.connection, call.house.notices, call.args["account_id"])


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
    StaffRoute("GET", ONE, right="accounts.read", about=ABOUT, answer=AccountOpened, handle=show_account),
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
        answer=AccountOpened,
        handle=change_account,
        audit="account.changed",
    ),
    StaffRoute(
        "PUT",
        f"{ONE}/roles",
        right="accounts.give_roles",
        about=ABOUT,
        body=RolesGiven,
        answer=AccountOpened,
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
