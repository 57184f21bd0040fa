"""Legal holds, requests about customers, and what still has to be removed outside of the database."""

from sqlalchemy import CheckConstraint, Column, Index, PrimaryKeyConstraint, String, Table, text

from hub.store.metadata import metadata
from hub.store.types import Json, Moment

_STANDS = text("lifted_at IS NULL")

# `reference`: the case or order for which it stands, as the bank's legal department calls it.
legal_hold = Table(
    "legal_hold",
    metadata,
    Column("hold_id", String(32), primary_key=True),
    Column("contact_id", String(32), nullable=False),
    Column("reference", String(100), nullable=False),
    Column("placed_at", Moment, nullable=False),
    Column("lifted_at", Moment),
    Index("ix_legal_hold_contact_id", "contact_id"),
    # One at a time for one case.
    Index(
        "uq_legal_hold_standing",
        "contact_id",
        "reference",
        unique=True,
        sqlite_where=_STANDS,
        postgresql_where=_STANDS,
    ),
)

# Written by the transaction that removes the rows, gone once the file is: a crash between both loses nothing.
# `name`: the id of a file, the key whose uploads go, or a word that is blanked in the logs.
file_removal = Table(
    "file_removal",
    metadata,
    Column("kind", String(16), nullable=False),
    Column("name", String(256), nullable=False),
    PrimaryKeyConstraint("kind", "name"),
    CheckConstraint("kind IN ('media', 'uploads', 'log_word')", name="kind"),
)

_OPEN = text("state IN ('asked', 'approved', 'removing')")

# What somebody at the bank asks for about a customer, and a second person approves. Who is meant stands in
# `who` as the key of an identity, and `person` is the contact that stands for them: nothing else of the
# customer, so that the request outlives them. `outcome`: counts, and what is kept with the reason.
records_request = Table(
    "records_request",
    metadata,
    Column("request_id", String(32), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("who", String(24), nullable=False, index=True),
    Column("person", String(32), nullable=False),
    Column("reason", String(32), nullable=False),
    Column("reference", String(100), nullable=False),
    Column("state", String(16), nullable=False),
    Column("asked_by", String(64), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("decided_by", String(64)),
    Column("decided_at", Moment),
    Column("ended_at", Moment),
    Column("outcome", Json, nullable=False),
    CheckConstraint("kind IN ('export', 'erase', 'hold', 'release')", name="kind"),
    Index("ix_records_request_state", "state", "asked_at"),
    # The same is not asked for twice while it waits.
    Index(
        "uq_records_request_open",
        "person",
        "kind",
        "reference",
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    ),
)
