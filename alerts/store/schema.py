"""Where staff get cards, and what each was told."""

from sqlalchemy import Column, Index, Integer, String, Table

from hub.store.metadata import metadata
from hub.store.types import Moment

# Who somebody is at WeCom. `code`: why the last card did not arrive, empty where it did; `told_at`: when the
# last one went.
alert_address = Table(
    "alert_address",
    metadata,
    Column("account_id", String(64), primary_key=True),
    Column("channel_account", String(64), nullable=False),
    Column("member", String(64), nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("told_at", Moment),
    Column("code", String(64), nullable=False, default=""),
)

# One thing that one person is told of, once. `about`: the task or the case with its deadline; `due_at` is
# null where nothing is to be sent any more.
alert = Table(
    "alert",
    metadata,
    Column("account_id", String(64), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("about", String(80), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("raised_at", Moment, nullable=False),
    Column("due_at", Moment),
    Index("ix_alert_due_at", "due_at"),
    Index("ix_alert_raised_at", "raised_at"),
)
