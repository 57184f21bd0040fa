"""Whom an alarm is for: the supervisors within whose reach it lies."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.staff import Directory, ObjectPlace, Reach
from hub.staff.current import widest
from hub.store.staff import rights
from supervision.rights import WATCH


@dataclass(frozen=True, slots=True)
class Addressee:
    """A supervisor, and how far they see."""

    account_id: str
    name: str
    reach: Reach


async def supervisors(connection: AsyncConnection, directory: Directory) -> list[Addressee]:
    """Everybody who may watch, with how far."""
    found = []
    for member in await directory.with_right(connection, WATCH):
        scope = widest(await rights.rights_of(connection, member.account_id)).get(WATCH)
        path = await directory.branch_path(connection, member.branch_id)
        if scope is not None and path is not None:
            reach = Reach(scope, member.account_id, member.team_ids, path)
            found.append(Addressee(member.account_id, member.name, reach))
    return found


async def told_of(
    connection: AsyncConnection, place: ObjectPlace, known: list[Addressee]
) -> list[dict[str, Any]]:
    """Those of them who are told of something at this place; nobody is told of their own work."""
    return [
        {"account_id": each.account_id, "name": each.name}
        for each in known
        if each.account_id != place.account_id and await each.reach.covers(connection, place)
    ]
