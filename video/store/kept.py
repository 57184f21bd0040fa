"""Queries on recordings as they are looked at and kept: lists, holds, copies, and what is due to go."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.metadata import metadata
from hub.store.schema import contact, identity
from hub.store.schema_staff import account
from video.store.schema import video_call
from video.store.schema_cases import video_case
from video.store.schema_recordings import video_export, video_hold, video_recording

_STANDS = video_hold.c.lifted_at.is_(None)
_OF_CALL = ("identity_key", "conversation", "number")


def _joined() -> Select[Any]:
    """Recordings with the flow and the call that they are of, and who led it."""

    def same(table: Any) -> Any:
        return and_(*(table.c[name] == video_recording.c[name] for name in _OF_CALL))

    columns = (
        *video_recording.c,
        video_case.c.script,
        video_case.c.script_version,
        video_case.c.account_id,
        video_case.c.state.label("case_state"),
        video_case.c.stopped_why,
        video_call.c.joined_at,
        video_call.c.agent_name,
        account.c.branch_id,
    )
    return (
        select(*columns)
        .join(video_case, same(video_case))
        .join(video_call, same(video_call))
        .outerjoin(account, account.c.account_id == video_case.c.account_id)
    )


async def newest(
    connection: AsyncConnection,
    where: Any,
    *,
    script: str = "",
    lacking: bool = False,
    before: datetime | None = None,
    limit: int,
) -> Sequence[Any]:
    """Recordings by a condition on `video_case` and `account`; the newest first."""
    query = _joined().where(where)
    if script:
        query = query.where(video_case.c.script == script)
    if before is not None:
        query = query.where(video_recording.c.agreed_at < before)
    query = query.order_by(video_recording.c.agreed_at.desc(), video_recording.c.recording)
    if not lacking:
        return list((await connection.execute(query.limit(limit))).all())
    # What is missing is a list in JSON, which the two databases compare differently.
    rows = await connection.execute(query.where(video_recording.c.state == "sealed"))
    return [row for row in rows if row.lacks][:limit]


async def one(connection: AsyncConnection, recording: str) -> Any | None:
    """A recording by its name."""
    return (await connection.execute(_joined().where(video_recording.c.recording == recording))).one_or_none()


async def change(connection: AsyncConnection, recording: str, **values: Any) -> None:
    """Writes columns of a recording."""
    query = update(video_recording).where(video_recording.c.recording == recording)
    await connection.execute(query.values(**values))


async def without_picture(connection: AsyncConnection) -> Any | None:
    """The oldest sealed recording of which nobody has tried to make one picture."""
    of = video_recording.c
    wanted = (of.state == "sealed") & of.picture.is_(None) & of.removed_at.is_(None)
    return (await connection.execute(_joined().where(wanted).order_by(of.sealed_at).limit(1))).one_or_none()


async def without_words(connection: AsyncConnection) -> Any | None:
    """The oldest sealed recording that nobody has listened to."""
    of = video_recording.c
    wanted = (of.state == "sealed") & of.words.is_(None) & of.removed_at.is_(None)
    return (await connection.execute(_joined().where(wanted).order_by(of.sealed_at).limit(1))).one_or_none()


async def place_hold(
    connection: AsyncConnection, recording: str, reference: str, by: str, at: datetime
) -> bool:
    """Holds a recording for a case; false where one for it stands already."""
    if any(row.reference == reference for row in await holds_of(connection, recording)):
        return False
    values = {"recording": recording, "reference": reference, "placed_by": by, "placed_at": at}
    await connection.execute(video_hold.insert().values(**values))
    return True


async def lift_hold(
    connection: AsyncConnection, recording: str, reference: str, by: str, at: datetime
) -> bool:
    """Ends the hold for a case; false where none stands."""
    of = (video_hold.c.recording == recording) & (video_hold.c.reference == reference) & _STANDS
    changed = await connection.execute(update(video_hold).where(of).values(lifted_by=by, lifted_at=at))
    return bool(changed.rowcount)


async def holds_of(connection: AsyncConnection, recording: str) -> Sequence[Any]:
    """The holds that stand, with the name of who placed each."""
    query = (
        select(video_hold, account.c.name)
        .outerjoin(account, account.c.account_id == video_hold.c.placed_by)
        .where(video_hold.c.recording == recording, _STANDS)
        .order_by(video_hold.c.placed_at)
    )
    return (await connection.execute(query)).all()


async def held_of(connection: AsyncConnection, names: Sequence[str]) -> set[str]:
    """Which of these recordings are held."""
    query = select(video_hold.c.recording).where(video_hold.c.recording.in_(names), _STANDS)
    return set((await connection.execute(query)).scalars())


async def add_export(connection: AsyncConnection, **values: Any) -> None:
    """Records that somebody takes a copy."""
    await connection.execute(video_export.insert().values(**values))


async def exports_of(connection: AsyncConnection, recording: str) -> Sequence[Any]:
    """The copies that were taken, with names, the newest first."""
    query = (
        select(video_export, account.c.name)
        .outerjoin(account, account.c.account_id == video_export.c.account_id)
        .where(video_export.c.recording == recording)
        .order_by(video_export.c.exported_at.desc())
    )
    return (await connection.execute(query)).all()


async def sealed_of(connection: AsyncConnection, script: str) -> Sequence[Any]:
    """The sealed recordings of a flow that are there and not held, the oldest first."""
    of = video_recording.c
    held = select(video_hold.c.recording).where(_STANDS)
    query = (
        _joined()
        .where(video_case.c.script == script, of.state == "sealed", of.removed_at.is_(None))
        .where(of.recording.not_in(held), of.identity_key.not_in(_held_customers()))
        .order_by(of.sealed_at)
    )
    return list((await connection.execute(query)).all())


async def removed_since(connection: AsyncConnection, since: datetime) -> Sequence[str]:
    """The names of recordings whose time was over."""
    query = select(video_recording.c.recording).where(video_recording.c.removed_at >= since)
    return list((await connection.execute(query)).scalars())


def _held_customers() -> Any:
    """The identities of whom nothing may be removed, by whatever name they were joined to others.

    The table is another part's (`yuanqiao customer hold`), so it is looked for by its name.
    """
    placed = metadata.tables.get("legal_hold")
    if placed is None:
        return select(identity.c.identity_key).where(identity.c.identity_key.is_(None))
    up = select(placed.c.contact_id).where(placed.c.lifted_at.is_(None)).cte("video_held_up", recursive=True)
    up = up.union(
        select(contact.c.merged_into)
        .join(up, up.c.contact_id == contact.c.contact_id)
        .where(contact.c.merged_into.is_not(None))
    )
    down = select(up.c.contact_id).cte("video_held_down", recursive=True)
    down = down.union(select(contact.c.contact_id).where(contact.c.merged_into == down.c.contact_id))
    return select(identity.c.identity_key).where(identity.c.contact_id.in_(select(down.c.contact_id)))
