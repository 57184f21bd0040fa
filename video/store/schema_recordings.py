"""Recordings of calls, from the customer's consent to the seal."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    text,
)

from hub.store.metadata import metadata
from hub.store.types import Json, Moment

_ENDED = text("state = 'ended'")

# One recording of a call. `began_at`: when both sides were recorded first; `happened`: lines that were lost
# and came back (`at_ms` since the call was joined, `kind`, `detail`); `lacks`: what is missing in it, once it
# is sealed. `picture`: whether there is one picture of the whole call; `words`: whether
# there is a transcript, and `words_by` what made it. `product_ends_on`: until when the
# product runs, from which its days are counted; `removed_at`: its time was over, the media are gone.
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
    Column("picture", String(16)),
    Column("words", String(16)),
    Column("words_by", String(60)),
    Column("product_ends_on", Date),
    Column("removed_at", Moment),
    PrimaryKeyConstraint("identity_key", "conversation", "number"),
    CheckConstraint("state IN ('open', 'ended', 'sealed')", name="state"),
    Index("uq_video_recording_recording", "recording", unique=True),
    # Few rows to look through for what has to be sealed.
    Index("ix_video_recording_ended", "ended_at", sqlite_where=_ENDED, postgresql_where=_ENDED),
)

# As long as one stands, a recording is not removed, however old.
video_hold = Table(
    "video_hold",
    metadata,
    Column("recording", String(32), nullable=False),
    Column("reference", String(80), nullable=False),
    Column("placed_by", String(64), nullable=False),
    Column("placed_at", Moment, nullable=False),
    Column("lifted_by", String(64)),
    Column("lifted_at", Moment),
    PrimaryKeyConstraint("recording", "reference", "placed_at"),
)

# Who took a copy out of the house, when, and why.
video_export = Table(
    "video_export",
    metadata,
    Column("export_id", String(32), primary_key=True),
    Column("recording", String(32), nullable=False),
    Column("account_id", String(64), nullable=False),
    Column("reason", String(500), nullable=False),
    Column("exported_at", Moment, nullable=False),
    Index("ix_video_export_recording", "recording"),
)
