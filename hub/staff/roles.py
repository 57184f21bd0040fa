"""The roles that every house begins with, and the rights of the staff's own routes."""

from collections.abc import Iterable

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.staff.reach import Right, Scope
from hub.store.staff import rights

ADMINISTRATOR = "administrator"
AGENT = "agent"
SUPERVISOR = "supervisor"
EDITOR = "editor"

FIRST_ROLES = {
    ADMINISTRATOR: ("系统管理员", "Administrator"),
    "branch_administrator": ("机构管理员", "Branch administrator"),
    "auditor": ("审计员", "Auditor"),
    SUPERVISOR: ("主管", "Supervisor"),
    EDITOR: ("知识编辑", "Knowledge editor"),
    AGENT: ("坐席", "Agent"),
}
"""Chinese and English name of each; a bank changes and adds roles as it likes.

Administrators give roles and do not read the audit; auditors read it and change nothing.
"""

_OFFICE = {ADMINISTRATOR: Scope.ALL, "branch_administrator": Scope.BRANCH}
_SEEN = {**_OFFICE, "auditor": Scope.ALL, SUPERVISOR: Scope.BRANCH}

OWN_RIGHTS = (
    Right("accounts.read", "查看员工账号", "See accounts", _SEEN),
    Right("accounts.change", "管理员工账号", "Change accounts", _OFFICE),
    Right("accounts.give_roles", "授予角色", "Give roles", _OFFICE),
    Right("branches.read", "查看机构", "See branches", _SEEN | {AGENT: Scope.BRANCH}),
    Right("branches.change", "管理机构", "Change branches", {ADMINISTRATOR: Scope.ALL}),
    Right("teams.read", "查看团队", "See teams", _SEEN | {AGENT: Scope.BRANCH}),
    Right("teams.change", "管理团队", "Change teams", _OFFICE | {SUPERVISOR: Scope.BRANCH}),
    Right("roles.read", "查看角色", "See roles", {**_OFFICE, "auditor": Scope.ALL}),
    Right("roles.change", "管理角色", "Change roles", {ADMINISTRATOR: Scope.ALL}),
    Right("audit.read", "查看审计", "Read the audit", {"auditor": Scope.ALL}),
)


async def give_defaults(connection: AsyncConnection, declared: Iterable[Right]) -> None:
    """Writes the roles and gives the rights that this database has not met before.

    What a bank took from a role stays away, and what a new version brings is there after its first start.
    """
    given = await rights.defaults_given(connection)
    for role_id, (name_zh, name_en) in FIRST_ROLES.items():
        if await _given_now(connection, given, "role", role_id):
            await rights.add_role(connection, role_id, name_zh, name_en)
    there = {role.role_id for role in await rights.roles(connection)}
    for right in declared:
        if not await _given_now(connection, given, "right", right.name):
            continue
        for role_id in there & right.given.keys():
            await rights.add_right(connection, role_id, right.name, right.given[role_id])


async def _given_now(connection: AsyncConnection, given: set[tuple[str, str]], kind: str, name: str) -> bool:
    """Whether nobody gave this default before: mostly a look tells, and of two hubs that start one gives."""
    return (kind, name) not in given and await rights.give_default_once(connection, kind, name)
