"""Queries on business flows, ratings and licences."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from video.store.calls import CallKey
from video.store.schema_cases import video_case, video_licence, video_rating, video_step


async def add(connection: AsyncConnection, key: CallKey, **values: Any) -> None:
    """Records a flow."""
    await connection.execute(video_case.insert().values(**_columns(key), **values))


async def get(connection: AsyncConnection, key: CallKey) -> Any | None:
    """The flow of a call."""
    query = select(video_case).where(*(video_case.c[name] == value for name, value in _columns(key).items()))
    return (await connection.execute(query)).one_or_none()


async def change(connection: AsyncConnection, key: CallKey, **values: Any) -> None:
    """Writes columns of a flow; the caller holds its call's row."""
    here = (video_case.c[name] == value for name, value in _columns(key).items())
    await connection.execute(update(video_case).where(*here).values(**values))


async def add_step(connection: AsyncConnection, key: CallKey, **values: Any) -> None:
    """Records a step."""
    await connection.execute(video_step.insert().values(**_columns(key), **values))


async def steps(connection: AsyncConnection, key: CallKey) -> Sequence[Any]:
    """The steps of a call's flow, in the order in which they were done."""
    here = (video_step.c[name] == value for name, value in _columns(key).items())
    query = select(video_step).where(*here).order_by(video_step.c.place)
    return (await connection.execute(query)).all()


async def add_rating(connection: AsyncConnection, **values: Any) -> None:
    """Records what a questionnaire gave."""
    await connection.execute(video_rating.insert().values(**values))


async def rating(connection: AsyncConnection, identity_key: str, now: datetime) -> Any | None:
    """The customer's newest rating, unless it has expired."""
    query = (
        select(video_rating)
        .where(video_rating.c.identity_key == identity_key)
        .order_by(video_rating.c.rated_at.desc())
        .limit(1)
    )
    found = (await connection.execute(query)).one_or_none()
    return found if found is not None and found.expires_at > now else None


async def give_licence(
    connection: AsyncConnection, account_id: str, licence: str, valid_until: datetime
) -> None:
    """Gives an agent a licence, or another end to one."""
    here = (video_licence.c.account_id == account_id, video_licence.c.licence == licence)
    changed = await connection.execute(update(video_licence).where(*here).values(valid_until=valid_until))
    if not changed.rowcount:
        await connection.execute(
            video_licence.insert().values(account_id=account_id, licence=licence, valid_until=valid_until)
        )


async def lacking(
    connection: AsyncConnection, account_id: str, licences: Iterable[str], now: datetime
) -> list[str]:
    """Which of these licences an agent does not hold just now."""
    query = select(video_licence.c.licence).where(
        video_licence.c.account_id == account_id, video_licence.c.valid_until > now
    )
    held = set((await connection.execute(query)).scalars())
    return sorted(set(licences) - held)


def _columns(key: CallKey) -> dict[str, Any]:
    return {"identity_key": key.identity, "conversation": key.conversation, "number": key.number}
