"""Queries on forms that customers confirmed in calls."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from video.store.calls import CallKey
from video.store.schema_forms import video_form


async def add(connection: AsyncConnection, key: CallKey, **values: Any) -> None:
    """Records a confirmed form."""
    await connection.execute(
        video_form.insert().values(
            identity_key=key.identity, conversation=key.conversation, number=key.number, **values
        )
    )


async def is_confirmed(connection: AsyncConnection, key: CallKey, form: str) -> bool:
    """Whether the customer confirmed this form in this call."""
    query = select(video_form.c.form).where(
        video_form.c.identity_key == key.identity,
        video_form.c.conversation == key.conversation,
        video_form.c.number == key.number,
        video_form.c.form == form,
    )
    return (await connection.execute(query)).one_or_none() is not None
