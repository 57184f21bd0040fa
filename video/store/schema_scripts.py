"""Scripts that people keep in the desk; those that come along lie in files."""

from sqlalchemy import Column, Integer, PrimaryKeyConstraint, String, Table, Text

from hub.store.metadata import metadata
from hub.store.types import Json, Moment

# What a script is to become, once somebody else approves it. `revision` is named by who changes it, so that
# nobody overwrites another's change.
video_script_draft = Table(
    "video_script_draft",
    metadata,
    Column("script", String(40), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("content", Json, nullable=False),
    Column("written_by", String(64), nullable=False),
    Column("written_at", Moment, nullable=False),
)

# Each script as it was approved; never changed, so that a recording's version can always be read. `body`: the
# bytes, in YAML, that are sealed with a recording.
video_script_version = Table(
    "video_script_version",
    metadata,
    Column("script", String(40), nullable=False),
    Column("version", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("written_by", String(64), nullable=False),
    Column("approved_by", String(64), nullable=False),
    Column("approved_at", Moment, nullable=False),
    PrimaryKeyConstraint("script", "version"),
)
