"""Recordings of calls, from the customer's consent to the seal."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, PrimaryKeyConstraint, String, Table, text

from hub.store.metadata import metadata
from hub.store.types import Json, Moment

_ENDED = text("state = 'ended'")

# One recording of a call. `began_at`: when both sides were recorded first; `happened`: lines that were lost
# and came back (`at_ms` since the call was joined, `kind`, `detail`); `lacks`: what is missing in it, once it
# is sealed.
video_recording = Table(
    "video_recording",
    metadata,
    Column("identity_key", String(24), nullable=False),
    Column("conversation", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("recording", String(32), nullable=False),
    Column("state", String(16), nullable=False),
    Column("agreed_at", Moment, nullable=False),
    Column("began_at", Moment),
    Column("ended_at", Moment),
    Column("sealed_at", Moment),
    Column("happened", Json, nullable=False),
    Column("lacks", Json, nullable=False),
    PrimaryKeyConstraint("identity_key", "conversation", "number"),
    CheckConstraint("state IN ('open', 'ended', 'sealed')", name="state"),
    # Few rows to look through for what has to be sealed.
    Index("ix_video_recording_ended", "ended_at", sqlite_where=_ENDED, postgresql_where=_ENDED),
)
