"""The table of who was asked to look at a conversation that somebody else keeps."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, String, Table, text

from hub.store.metadata import metadata
from hub.store.types import Moment

# One colleague beside the owner of a task, who never speaks to the customer. It holds as long as it is open
# and `asked_by` owns the task. `consult_id`: of the desk's wish, which may be sent again; `read_seq`: how far
# the colleague has read.
consult = Table(
    "consult",
    metadata,
    Column("consult_id", String(36), primary_key=True),
    Column("identity_key", String(24), nullable=False),
    Column("conversation", Integer, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("account_id", String(64), nullable=False),
    Column("asked_by", String(64), nullable=False),
    Column("asked_by_name", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("read_seq", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("ended_at", Moment),
    CheckConstraint("state IN ('open', 'ended', 'given')", name="state"),
    Index("ix_consult_account_id", "account_id", "state"),
    Index(
        "uq_consult_open",
        "identity_key",
        "conversation",
        "turn",
        unique=True,
        sqlite_where=text("state = 'open'"),
        postgresql_where=text("state = 'open'"),
    ),
)
