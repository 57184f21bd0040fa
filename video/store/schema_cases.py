"""Business flows in calls, their steps, customers' ratings, and agents' licences."""

from sqlalchemy import CheckConstraint, Column, Integer, PrimaryKeyConstraint, String, Table

from hub.store.metadata import metadata
from hub.store.types import Json, Moment

# One flow in a call. `done_at`: when the last step was done; a recorded flow stays open even then until its
# recording is sealed.
video_case = Table(
    "video_case",
    metadata,
    Column("identity_key", String(24), nullable=False),
    Column("conversation", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("script", String(40), nullable=False),
    Column("script_version", Integer, nullable=False),
    Column("account_id", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("stopped_why", String(32)),
    Column("opened_at", Moment, nullable=False),
    Column("done_at", Moment),
    PrimaryKeyConstraint("identity_key", "conversation", "number"),
    CheckConstraint("state IN ('open', 'done', 'stopped')", name="state"),
)

# A step that was done or failed; `place`: the how manieth it was; `at_ms`: since the call was joined.
video_step = Table(
    "video_step",
    metadata,
    Column("identity_key", String(24), nullable=False),
    Column("conversation", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("place", Integer, nullable=False),
    Column("step", String(40), nullable=False),
    Column("result", String(16), nullable=False),
    Column("at_ms", Integer, nullable=False),
    Column("detail", Json, nullable=False),
    PrimaryKeyConstraint("identity_key", "conversation", "number", "place"),
    CheckConstraint("result IN ('done', 'failed')", name="result"),
)

# What a questionnaire gave; until `expires_at` products up to the class of the rating suit the customer.
video_rating = Table(
    "video_rating",
    metadata,
    Column("identity_key", String(24), nullable=False),
    Column("rated_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("questionnaire", String(40), nullable=False),
    Column("version", Integer, nullable=False),
    Column("points", Integer, nullable=False),
    Column("rating", Integer, nullable=False),
    PrimaryKeyConstraint("identity_key", "rated_at"),
)

# What an agent may sell or sign for, and until when.
video_licence = Table(
    "video_licence",
    metadata,
    Column("account_id", String(64), nullable=False),
    Column("licence", String(40), nullable=False),
    Column("valid_until", Moment, nullable=False),
    PrimaryKeyConstraint("account_id", "licence"),
)
