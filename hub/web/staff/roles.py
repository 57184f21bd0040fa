"""`/staff/roles`: what each role gives, and everything that a role can give."""

import secrets
from collections import defaultdict
from typing import Annotated, Any

from pydantic import Field

from hub.errors import BadInput, Conflict, NotFound
from hub.staff.reach import Scope
from hub.staff.routes import StaffCall, StaffModel, StaffRoute
from hub.store.staff import rights, sessions

Name = Annotated[str, Field(min_length=1, max_length=100, examples=["贵宾坐席"])]

NEVER_WITHOUT = ("roles.change", "accounts.give_roles")
"""Somebody has to hold these everywhere, or nobody could ever give them back."""


class RightShown(StaffModel):
    """Something that a role can give."""

    name: str
    name_zh: str
    name_en: str


class RoleShown(StaffModel):
    """One role, with its rights and how far each goes."""

    role: str
    name_zh: str
    name_en: str
    rights: dict[str, Scope]


class RolesShown(StaffModel):
    """Every role, and every right that there is."""

    roles: list[RoleShown]
    rights: list[RightShown]


class RoleBody(StaffModel):
    """A role as it is to be."""

    name_zh: Name
    name_en: Name
    rights: dict[str, Scope] = Field(max_length=500, examples=[{}])


async def list_roles(call: StaffCall[Any]) -> RolesShown:
    """Every role: they are the house's, and no branch's."""
    known = [
        RightShown(name=right.name, name_zh=right.name_zh, name_en=right.name_en)
        for right in call.catalog.rights.values()
    ]
    return RolesShown(roles=await _all(call), rights=known)


async def add_role(call: StaffCall[RoleBody]) -> RoleShown:
    """Makes a role."""
    role_id = secrets.token_hex(8)
    await _check(call)
    await rights.add_role(call.connection, role_id, call.body.name_zh, call.body.name_en)
    await rights.set_rights(call.connection, role_id, call.body.rights)
    call.note(role=role_id)
    return await _one(call, role_id)


async def change_role(call: StaffCall[RoleBody]) -> RoleShown:
    """Gives a role exactly these rights; whoever has it is signed out. Raises `Conflict`."""
    role_id = call.args["role_id"]
    await _check(call)
    await rights.role_exists(call.connection, role_id, lock=True)
    await rights.rename_role(call.connection, role_id, call.body.name_zh, call.body.name_en)
    await rights.set_rights(call.connection, role_id, call.body.rights)
    for right in NEVER_WITHOUT:
        if not await rights.active_with_right(call.connection, right, scope=Scope.ALL):
            raise Conflict(f"nobody would hold the right {right} any more")
    await sessions.end_all(call.connection, await rights.accounts_with_role(call.connection, role_id))
    return await _one(call, role_id)


async def _check(call: StaffCall[RoleBody]) -> None:
    """Raises `BadInput` for a right that is none, `NotAllowed` for more than one's own rights."""
    unknown = call.body.rights.keys() - call.catalog.rights.keys()
    if unknown:
        raise BadInput(f"there is no right {min(unknown)[:64]}")
    call.house.accounts.check_not_above(call.staff, dict(call.body.rights))


async def _one(call: StaffCall[Any], role_id: str) -> RoleShown:
    for role in await _all(call):
        if role.role == role_id:
            return role
    raise NotFound("there is no such role")


async def _all(call: StaffCall[Any]) -> list[RoleShown]:
    rows = await rights.roles(call.connection)
    given: dict[str, dict[str, Scope]] = defaultdict(dict)
    for each in await rights.rights_of_roles(call.connection, [row.role_id for row in rows]):
        given[each.role_id][each.right_name] = Scope(each.scope)
    return [
        RoleShown(role=row.role_id, name_zh=row.name_zh, name_en=row.name_en, rights=given[row.role_id])
        for row in rows
    ]


ROUTES = (
    StaffRoute("GET", "/staff/roles", right="roles.read", answer=RolesShown, handle=list_roles),
    StaffRoute(
        "POST",
        "/staff/roles",
        right="roles.change",
        body=RoleBody,
        answer=RoleShown,
        handle=add_role,
        audit="role.added",
    ),
    StaffRoute(
        "PUT",
        "/staff/roles/<role_id>",
        right="roles.change",
        about={"role_id": "role"},
        body=RoleBody,
        answer=RoleShown,
        handle=change_role,
        audit="role.changed",
    ),
)
