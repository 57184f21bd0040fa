"""Forms that were filled in together in calls."""

from sqlalchemy import Column, Integer, PrimaryKeyConstraint, String, Table

from hub.store.metadata import metadata
from hub.store.types import Json, Moment

# A form as its customer confirmed it; `filled`: the values by field, private ones among them.
video_form = Table(
    "video_form",
    metadata,
    Column("identity_key", String(24), nullable=False),
    Column("conversation", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("form", String(40), nullable=False),
    Column("version", Integer, nullable=False),
    Column("filled", Json, nullable=False),
    Column("confirmed_at", Moment, nullable=False),
    PrimaryKeyConstraint("identity_key", "conversation", "number", "form"),
)
