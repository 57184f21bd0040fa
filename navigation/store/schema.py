"""The tables of navigation: destinations, checks of their addresses, who was led where, and labels."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
)

from hub.store.metadata import metadata
from hub.store.types import Json, Moment

# A destination; `live` is the version that customers are led by, NULL for none.
destination = Table(
    "nav_destination",
    metadata,
    Column("destination_id", String(40), primary_key=True),
    Column("newest", Integer, nullable=False),
    Column("live", Integer),
)

# What was written, and what became of it. No version is ever changed but in its state.
destination_version = Table(
    "nav_version",
    metadata,
    Column("destination_id", String(40), nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("content", Json, nullable=False),
    Column("written_by", String(64), nullable=False),
    Column("written_at", Moment, nullable=False),
    Column("decided_by", String(64)),
    Column("decided_at", Moment),
    PrimaryKeyConstraint("destination_id", "version"),
    CheckConstraint("state IN ('waiting', 'approved', 'rejected')", name="state"),
)

# What the last look at an address of a live version found; `code` is empty where it answered.
link_check = Table(
    "nav_link_check",
    metadata,
    Column("destination_id", String(40), nullable=False),
    Column("way", Integer, nullable=False),
    Column("url", String(1900), nullable=False),
    Column("code", String(32), nullable=False),
    Column("checked_at", Moment, nullable=False),
    PrimaryKeyConstraint("destination_id", "way"),
)

# Who was led where in which turn, and what came of it. `asked_seq`: the message that asks whether it helped;
# `ask_at`: when that is to be asked, NULL for never (again). `outcome`: '', 'solved' or 'unsolved'.
guided = Table(
    "nav_guided",
    metadata,
    Column("identity_key", String(24), nullable=False),
    Column("conversation", Integer, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("destination_id", String(40), nullable=False),
    Column("version", Integer, nullable=False),
    Column("intent", String(64), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("english", Boolean(create_constraint=False), nullable=False),
    Column("shown_at", Moment, nullable=False),
    Column("ask_at", Moment),
    Column("asked_seq", Integer),
    Column("outcome", String(16), nullable=False),
    Column("came_back", Boolean(create_constraint=False), nullable=False),
    PrimaryKeyConstraint("identity_key", "conversation", "turn"),
    CheckConstraint("outcome IN ('', 'solved', 'unsolved')", name="outcome"),
    Index("ix_nav_guided_ask_at", "ask_at"),
    Index("ix_nav_guided_shown_at", "shown_at"),
)

# A question that customers are offered first; `pages` are the beginnings of paths, hours those of the day in
# the bank's zone, up to but not with `until_hour`.
opening = Table(
    "nav_opening",
    metadata,
    Column("opening_id", String(40), primary_key=True),
    Column("question", String(100), nullable=False),
    Column("channels", Json, nullable=False),
    Column("pages", Json, nullable=False),
    Column("segments", Json, nullable=False),
    Column("from_hour", Integer, nullable=False),
    Column("until_hour", Integer, nullable=False),
    Column("place", Integer, nullable=False),
    Column("written_by", String(64), nullable=False),
    Column("written_at", Moment, nullable=False),
)

# What the bot was unsure of: its words masked, the likeliest intents, and what people say that it is.
utterance = Table(
    "nav_utterance",
    metadata,
    Column("utterance_id", String(40), primary_key=True),
    Column("identity_key", String(24), nullable=False),
    Column("conversation", Integer, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("channel", String(32), nullable=False),
    Column("text", String(200), nullable=False),
    Column("intents", Json, nullable=False),
    Column("heard_at", Moment, nullable=False),
    Column("state", String(16), nullable=False),
    Column("label", String(64), nullable=False),
    Column("labelled_by", String(64)),
    Column("labelled_at", Moment),
    UniqueConstraint("identity_key", "conversation", "turn"),
    CheckConstraint("state IN ('open', 'labelled', 'dropped')", name="state"),
    Index("ix_nav_utterance_state_heard_at", "state", "heard_at"),
    Index("ix_nav_utterance_text", "text"),
)
