"""The tables of the editors' list of synonyms: its versions, and the one draft."""

from sqlalchemy import CheckConstraint, Column, Integer, PrimaryKeyConstraint, String, Table, Text

from hub.store.metadata import metadata
from hub.store.types import Json, Moment

synonyms_version = Table(
    "kb_synonyms_version",
    metadata,
    Column("number", Integer, nullable=False),  # from 1 on: 0 is the list that is shipped
    Column("text", Text, nullable=False),  # the whole list, one group on each line
    Column("shipped", String(16), nullable=False),  # the digest of the shipped list of that day
    Column("comment", String(500), nullable=False),
    Column("authors", Json, nullable=False),
    Column("approved_by", String(64), nullable=False),
    Column("approved_at", Moment, nullable=False),
    PrimaryKeyConstraint("number"),
)

synonyms_draft = Table(
    "kb_synonyms_draft",
    metadata,
    Column("name", String(16), nullable=False),  # one row, 'draft'
    # Counts every change: who saves names the one that they saw.
    Column("revision", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("comment", String(500), nullable=False),  # what for
    Column("returned", String(500), nullable=False),  # why it was given back
    # Everybody who wrote in it: none of them may approve it.
    Column("authors", Json, nullable=False),
    Column("updated_by", String(64), nullable=False),
    Column("updated_at", Moment, nullable=False),
    PrimaryKeyConstraint("name"),
    CheckConstraint("state IN ('draft', 'review')", name="state"),
)
