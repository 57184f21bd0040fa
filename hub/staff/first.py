"""The first accounts of a house: an administrator, and in the demo bank a branch with agents, and an editor.

There is no account otherwise. Each has a random password, which is told once and kept nowhere.
"""

from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import Conflict
from hub.settings import Settings
from hub.staff.audit import TERMINAL
from hub.staff.passwords import new_password
from hub.staff.roles import ADMINISTRATOR, AGENT, EDITOR, OWN_RIGHTS, SUPERVISOR
from hub.staff.staff import Staff
from hub.store.staff import accounts, branches

HEAD_OFFICE = "head"
DEMO_BRANCH, DEMO_SUB_BRANCH = "east", "chengxi"
DEMO_BRANCHES = ((DEMO_BRANCH, "华东分行", HEAD_OFFICE), (DEMO_SUB_BRANCH, "城西支行", DEMO_BRANCH))
"""Id, name, and the branch above."""

DEMO_TEAMS = (
    ("cards", "卡片服务组", DEMO_BRANCH, ("agent1", "supervisor")),
    ("wealth", "财富顾问组", DEMO_SUB_BRANCH, ("agent2", "agent3")),
)
"""Id, name, branch and the logins of who is in it."""


@dataclass(frozen=True, slots=True)
class AccountHandedOut:
    """An account that was just made or reset, with the password that its owner is to be told."""

    account_id: str
    login: str
    name: str
    must_change: bool
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PlannedAccount:
    """An account to be made; `must_change`: its password is for the first sign-in alone."""

    login: str
    name: str
    role: str
    branch_id: str
    must_change: bool


FIRST = PlannedAccount("admin", "系统管理员", ADMINISTRATOR, HEAD_OFFICE, must_change=True)

DEMO = (
    PlannedAccount("agent1", "李明", AGENT, DEMO_BRANCH, must_change=False),
    PlannedAccount("agent2", "王芳", AGENT, DEMO_SUB_BRANCH, must_change=False),
    PlannedAccount("agent3", "陈静", AGENT, DEMO_SUB_BRANCH, must_change=False),
    PlannedAccount("supervisor", "赵主管", SUPERVISOR, DEMO_BRANCH, must_change=False),
    PlannedAccount("complaints", "孙主管", SUPERVISOR, HEAD_OFFICE, must_change=False),
    PlannedAccount("editor", "周编辑", EDITOR, HEAD_OFFICE, must_change=False),
)


async def do_make_first(staff: Staff, settings: Settings) -> list[AccountHandedOut]:
    """Makes the first accounts where there is none at all; nothing otherwise."""
    async with staff.database.read() as connection:
        if await accounts.any_there(connection):
            return []
    planned = (FIRST, *(DEMO if settings.demo_bank else ()))
    passwords = [new_password() for _ in planned]
    hashes = [await staff.accounts.hash(password) for password in passwords]
    await staff.give_defaults(OWN_RIGHTS)
    async with staff.database.write() as connection:
        await ensure_head_office(connection, settings.bank_name)
        if await accounts.any_there(connection):
            return []  # another process was quicker
        if settings.demo_bank:
            for branch_id, name, under in DEMO_BRANCHES:
                await _add_branch(connection, branch_id, name, under)
        made = {
            plan.login: await _make(staff, connection, plan, hashed)
            for plan, hashed in zip(planned, hashes, strict=True)
        }
        if settings.demo_bank:
            for team_id, name, branch_id, logins in DEMO_TEAMS:
                await branches.add_team(connection, team_id=team_id, branch_id=branch_id, name=name)
                await branches.set_members(connection, team_id, [made[login] for login in logins])
    return [
        AccountHandedOut(made[plan.login], plan.login, plan.name, plan.must_change, password)
        for plan, password in zip(planned, passwords, strict=True)
    ]


async def do_make_administrator(staff: Staff, settings: Settings, login: str, name: str) -> AccountHandedOut:
    """One more administrator, by who has the machine itself. Raises `BadInput`, `Conflict`."""
    password = new_password()
    hashed = await staff.accounts.hash(password)
    await staff.give_defaults(OWN_RIGHTS)
    async with staff.database.write() as connection:
        head = await ensure_head_office(connection, settings.bank_name)
        checked = await staff.accounts.check_login(connection, login)
        plan = PlannedAccount(checked, name, ADMINISTRATOR, head, must_change=True)
        account_id = await _make(staff, connection, plan, hashed)
    return AccountHandedOut(account_id, checked, name, plan.must_change, password)


async def do_reset(staff: Staff, login: str) -> AccountHandedOut:
    """A new password for who cannot sign in, without codes and passkeys. Raises `Conflict`."""
    password = new_password()
    hashed = await staff.accounts.hash(password)
    async with staff.database.write() as connection:
        row = await accounts.by_login(connection, login)
        if row is None:
            raise Conflict("there is no account with this login")
        await staff.accounts.do_forget_factors(connection, row.account_id)
        await staff.accounts.do_set_password(connection, row.account_id, hashed, must_change=True)
        await staff.audit.append(
            connection, "account.reset", actor=TERMINAL, object_kind="account", object_id=row.account_id
        )
    return AccountHandedOut(row.account_id, row.login, row.name, True, password)


async def ensure_head_office(connection: AsyncConnection, name: str) -> str:
    """The id of the branch above all, which is made where there is none."""
    root = await branches.root(connection)
    if root is not None:
        return str(root.branch_id)
    await branches.add_branch(
        connection, branch_id=HEAD_OFFICE, parent_id=None, name=name, path=f"/{HEAD_OFFICE}/"
    )  # whoever does the same at the same time waits here, and finds it made
    return HEAD_OFFICE


async def _add_branch(connection: AsyncConnection, branch_id: str, name: str, under: str) -> None:
    above = await branches.branch_row(connection, under)
    if above is not None and await branches.branch_row(connection, branch_id) is None:
        path = f"{above.path}{branch_id}/"
        await branches.add_branch(connection, branch_id=branch_id, parent_id=under, name=name, path=path)


async def _make(staff: Staff, connection: AsyncConnection, plan: PlannedAccount, hashed: str) -> str:
    account_id = await staff.accounts.do_add(
        connection,
        login=plan.login,
        name=plan.name,
        branch_id=plan.branch_id,
        password_hash=hashed,
        must_change=plan.must_change,
        role_ids=[plan.role],
    )
    await staff.audit.append(
        connection,
        "account.added",
        actor=TERMINAL,
        object_kind="account",
        object_id=account_id,
        role=plan.role,
    )
    return account_id
