"""Queries on the tree of branches, and on teams."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.schema_staff import branch, team, team_member
from hub.store.upsert import insert_if_absent


async def add_branch(connection: AsyncConnection, **values: Any) -> None:
    """Writes a new branch, unless it is there."""
    await insert_if_absent(connection, branch, **values)


async def branch_row(connection: AsyncConnection, branch_id: str) -> Any | None:
    """One branch."""
    return (await connection.execute(select(branch).where(branch.c.branch_id == branch_id))).one_or_none()


async def root(connection: AsyncConnection) -> Any | None:
    """The head office: the branch above all."""
    query = select(branch).where(branch.c.parent_id.is_(None)).order_by(branch.c.path).limit(1)
    return (await connection.execute(query)).one_or_none()


async def rename_branch(connection: AsyncConnection, branch_id: str, name: str) -> None:
    """Changes a branch's name."""
    await connection.execute(update(branch).where(branch.c.branch_id == branch_id).values(name=name))


async def move_branch(connection: AsyncConnection, moved: Any, under: Any) -> None:
    """Hangs a branch, and with it all below, under another one."""
    path = f"{under.path}{moved.branch_id}/"
    tail = func.substr(branch.c.path, len(moved.path) + 1)
    below = branch.c.path.startswith(moved.path, autoescape=True)
    await connection.execute(update(branch).where(below).values(path=path + tail))
    this = branch.c.branch_id == moved.branch_id
    await connection.execute(update(branch).where(this).values(parent_id=under.branch_id))


async def branches(connection: AsyncConnection, where: Any) -> Sequence[Any]:
    """Branches, those above before those below."""
    return (await connection.execute(select(branch).where(where).order_by(branch.c.path))).all()


async def lies_below(connection: AsyncConnection, branch_id: str, path: str) -> bool:
    """Whether a branch is the one of this path, or below it."""
    query = select(branch.c.branch_id).where(
        branch.c.branch_id == branch_id, branch.c.path.startswith(path, autoescape=True)
    )
    return (await connection.execute(query)).first() is not None


async def add_team(connection: AsyncConnection, **values: Any) -> None:
    """Writes a new team."""
    await connection.execute(insert(team).values(**values))


async def team_row(connection: AsyncConnection, team_id: str) -> Any | None:
    """One team."""
    return (await connection.execute(select(team).where(team.c.team_id == team_id))).one_or_none()


async def teams(connection: AsyncConnection, where: Any) -> Sequence[Any]:
    """Teams by name."""
    return (await connection.execute(select(team).where(where).order_by(team.c.name, team.c.team_id))).all()


async def teams_of(connection: AsyncConnection, account_id: str) -> Sequence[Any]:
    """The teams that somebody is in."""
    query = (
        select(team)
        .join(team_member, team_member.c.team_id == team.c.team_id)
        .where(team_member.c.account_id == account_id)
        .order_by(team.c.team_id)
    )
    return (await connection.execute(query)).all()


async def members(connection: AsyncConnection, team_ids: Iterable[str]) -> dict[str, list[str]]:
    """The accounts in each of these teams."""
    found: dict[str, list[str]] = {team_id: [] for team_id in team_ids}
    query = select(team_member).where(team_member.c.team_id.in_(list(found)))
    for row in (await connection.execute(query.order_by(team_member.c.account_id))).all():
        found[row.team_id].append(row.account_id)
    return found


async def teams_by_account(connection: AsyncConnection, account_ids: Sequence[str]) -> dict[str, list[str]]:
    """The teams of each of these accounts."""
    found: dict[str, list[str]] = {account_id: [] for account_id in account_ids}
    query = select(team_member).where(team_member.c.account_id.in_(account_ids))
    for row in (await connection.execute(query.order_by(team_member.c.team_id))).all():
        found[row.account_id].append(row.team_id)
    return found


async def set_members(connection: AsyncConnection, team_id: str, account_ids: Iterable[str]) -> None:
    """Makes exactly these the members of a team."""
    await connection.execute(delete(team_member).where(team_member.c.team_id == team_id))
    rows = [{"team_id": team_id, "account_id": account_id} for account_id in account_ids]
    if rows:
        await connection.execute(insert(team_member), rows)


async def change_team(connection: AsyncConnection, team_id: str, **values: Any) -> None:
    """Changes a team's name or branch."""
    await connection.execute(update(team).where(team.c.team_id == team_id).values(**values))


async def set_teams(connection: AsyncConnection, account_id: str, team_ids: Iterable[str]) -> None:
    """Makes exactly these the teams of an account."""
    await connection.execute(delete(team_member).where(team_member.c.account_id == account_id))
    rows = [{"team_id": team_id, "account_id": account_id} for team_id in team_ids]
    if rows:
        await connection.execute(insert(team_member), rows)


async def share_a_team(connection: AsyncConnection, account_id: str, team_ids: Iterable[str]) -> bool:
    """Whether somebody is in one of these teams."""
    query = select(team_member.c.team_id).where(
        team_member.c.account_id == account_id, team_member.c.team_id.in_(list(team_ids))
    )
    return (await connection.execute(query)).first() is not None
