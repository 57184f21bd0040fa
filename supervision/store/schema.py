"""Supervision's tables: raised hands, alarms, who takes part, planned reports. Whispers are notes."""

from sqlalchemy import Column, Index, Integer, PrimaryKeyConstraint, String, Table, text

from hub.store.metadata import metadata
from hub.store.types import Json, Moment

# An agent asks for help with a conversation. It counts while they own the conversation and nobody has
# lowered it; `lowered_by`: the agent, or the supervisor who answered.
raised_hand = Table(
    "raised_hand",
    metadata,
    Column("identity_key", String(24), nullable=False),
    Column("conversation", Integer, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("account_id", String(64), nullable=False),
    Column("raised_at", Moment, nullable=False),
    Column("lowered_at", Moment),
    Column("lowered_by", String(64)),
    PrimaryKeyConstraint("identity_key", "conversation", "turn", "account_id", "raised_at"),
    Index("ix_raised_hand_account_id", "account_id", "lowered_at"),
)

# Something that somebody has to look at. `about`: the queue, the agent or the task; `account_id`: the agent
# whose supervisors are told, none for a queue; `addressees`: who was told as it was raised.
alarm = Table(
    "supervision_alarm",
    metadata,
    Column("alarm_id", String(32), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("about", String(64), nullable=False),
    Column("account_id", String(64)),
    Column("reason", Json, nullable=False),
    Column("addressees", Json, nullable=False),
    Column("raised_at", Moment, nullable=False),
    Column("taken_at", Moment),
    Column("taken_by", String(64)),
    Column("ended_at", Moment),
    # The same is not raised twice while it lasts.
    Index(
        "uq_supervision_alarm_running",
        "kind",
        "about",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
)

# Somebody who speaks in a conversation beside its owner. It counts while an agent serves the conversation and
# they have not left; `name`: as the customer was told.
participation = Table(
    "participation",
    metadata,
    Column("participation_id", String(32), primary_key=True),
    Column("identity_key", String(24), nullable=False),
    Column("conversation", Integer, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("account_id", String(64), nullable=False),
    Column("name", String(100), nullable=False),
    Column("joined_at", Moment, nullable=False),
    Column("left_at", Moment),
    # Nobody is in a conversation twice.
    Index(
        "uq_participation_there",
        "identity_key",
        "conversation",
        "turn",
        "account_id",
        unique=True,
        sqlite_where=text("left_at IS NULL"),
        postgresql_where=text("left_at IS NULL"),
    ),
)

# A report that goes out by mail, in the name of who planned it and as far as their right goes.
# `period_end`: of the period that is told next; `due_at`: when that is tried; `code`: what kept the last try
# back, empty for nothing.
report_plan = Table(
    "report_plan",
    metadata,
    Column("plan_id", String(32), primary_key=True),
    Column("account_id", String(64), nullable=False, index=True),
    Column("dimension", String(16), nullable=False),
    Column("form", String(8), nullable=False),
    Column("language", String(8), nullable=False),
    Column("every", String(8), nullable=False),
    Column("hour", Integer, nullable=False),
    Column("recipients", Json, nullable=False),
    Column("period_end", Moment, nullable=False),
    Column("due_at", Moment, nullable=False, index=True),
    Column("tries", Integer, nullable=False),
    Column("code", String(32), nullable=False),
    Column("sent_at", Moment),
    Column("created_at", Moment, nullable=False),
)
