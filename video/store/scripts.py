"""Queries on scripts that are kept in the desk."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.counting import count_rows
from hub.store.schema_staff import account
from video.store.schema_scripts import video_script_draft, video_script_version


async def newest(connection: AsyncConnection) -> Sequence[Any]:
    """The newest approved version of each script."""
    of = video_script_version.c
    last = select(of.script, func.max(of.version).label("version")).group_by(of.script).subquery()
    query = select(video_script_version).join(
        last, (last.c.script == of.script) & (last.c.version == of.version)
    )
    return (await connection.execute(query)).all()


async def version_of(connection: AsyncConnection, script: str, version: int) -> str | None:
    """The bytes of a version that was approved, as text."""
    of = video_script_version.c
    query = select(of.body).where(of.script == script, of.version == version)
    return (await connection.execute(query)).scalar_one_or_none()


async def versions_of(connection: AsyncConnection, script: str) -> Sequence[Any]:
    """Every version that was approved, with the approver's name, the newest first."""
    of = video_script_version.c
    query = (
        select(video_script_version, account.c.name)
        .outerjoin(account, account.c.account_id == of.approved_by)
        .where(of.script == script)
        .order_by(of.version.desc())
    )
    return (await connection.execute(query)).all()


async def add_version(connection: AsyncConnection, **values: Any) -> None:
    """Records a version that was approved."""
    await connection.execute(video_script_version.insert().values(**values))


async def drafts(connection: AsyncConnection) -> Sequence[Any]:
    """Every draft, with its writer's name."""
    of = video_script_draft.c
    query = select(video_script_draft, account.c.name).outerjoin(
        account, account.c.account_id == of.written_by
    )
    return (await connection.execute(query)).all()


async def waiting_of_others(connection: AsyncConnection, account_id: str) -> int:
    """How many drafts wait for approval that this account did not write."""
    of = video_script_draft.c
    return await count_rows(connection, video_script_draft, of.written_by != account_id)


async def draft_of(connection: AsyncConnection, script: str) -> Any | None:
    """The draft of a script."""
    query = select(video_script_draft).where(video_script_draft.c.script == script)
    return (await connection.execute(query)).one_or_none()


async def add_draft(connection: AsyncConnection, **values: Any) -> None:
    """Records a script's first draft; raises `IntegrityError` where there is one."""
    await connection.execute(video_script_draft.insert().values(revision=1, **values))


async def change_draft(connection: AsyncConnection, script: str, revision: int, **values: Any) -> bool:
    """Writes a draft anew; false where another revision is there by now."""
    of = video_script_draft.c
    query = update(video_script_draft).where(of.script == script, of.revision == revision)
    return bool((await connection.execute(query.values(revision=revision + 1, **values))).rowcount)


async def remove_draft(connection: AsyncConnection, script: str, revision: int) -> bool:
    """Takes a draft away; false where another revision is there by now."""
    of = video_script_draft.c
    query = delete(video_script_draft).where(of.script == script, of.revision == revision)
    return bool((await connection.execute(query)).rowcount)
