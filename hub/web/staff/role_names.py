"""What roles are called: whoever sees who holds one sees its name, too, without the right to read roles."""

from collections.abc import Iterable

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.staff.routes import StaffModel
from hub.store.staff import rights


class RoleName(StaffModel):
    """A role's name in both languages."""

    zh: str
    en: str


async def names_of_roles(connection: AsyncConnection, role_ids: Iterable[str]) -> dict[str, RoleName]:
    """The names of these roles, by id."""
    wanted = set(role_ids)
    return {
        row.role_id: RoleName(zh=row.name_zh, en=row.name_en)
        for row in await rights.roles(connection)
        if row.role_id in wanted
    }
