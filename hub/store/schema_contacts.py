"""The tables of contacts: by what a person is known across channels, and who joined whom to whom."""

from sqlalchemy import Column, Index, PrimaryKeyConstraint, String, Table

from hub.store.encrypted import BOUND_TO, EncryptedText
from hub.store.metadata import metadata
from hub.store.schema import KEY
from hub.store.types import Moment

CONTACT_ID = String(32)

contact_handle = Table(
    "contact_handle",
    metadata,
    Column("kind", String(32), nullable=False),
    Column("realm", String(128), nullable=False),
    # SHA-256 of the value: it is looked for, and shown only where it was kept.
    Column("digest", String(64), nullable=False),
    Column("contact_id", CONTACT_ID, nullable=False),
    Column("value", EncryptedText, info={BOUND_TO: "contact_handle:{kind}:{realm}"}),
    Column("created_at", Moment, nullable=False),
    PrimaryKeyConstraint("kind", "realm", "digest"),
    Index("ix_contact_handle_contact_id", "contact_id"),
)

# Whom somebody took apart from whom: the house does not join them again by itself.
contact_apart = Table(
    "contact_apart",
    metadata,
    Column("identity_key", KEY, nullable=False),
    Column("contact_id", CONTACT_ID, nullable=False),
    Column("created_at", Moment, nullable=False),
    PrimaryKeyConstraint("identity_key", "contact_id"),
)

# What was joined and taken apart, by whom; nothing is ever changed or removed here.
contact_change = Table(
    "contact_change",
    metadata,
    Column("change_id", String(32), primary_key=True),
    Column("what", String(16), nullable=False),
    Column("contact_id", CONTACT_ID, nullable=False, index=True),
    Column("other_id", CONTACT_ID, nullable=False, index=True),
    Column("identity_key", KEY),
    Column("by", String(128), nullable=False),
    Column("at", Moment, nullable=False),
)

# Bank logins that were used, until they have expired: each is good for once.
used_login = Table(
    "used_login",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("until", Moment, nullable=False, index=True),
)
