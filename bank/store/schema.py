"""What customers have had their bank do."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
)

from hub.store.encrypted import BOUND_TO, EncryptedText
from hub.store.metadata import metadata
from hub.store.types import Moment

# One instruction, written by the transaction that closed the turn; `number` tells those of one turn apart,
# and the four of the key are the idempotency key. `due_at` is null once the customer was told of its end.
# `customer` is filled in before it is first sent, and from then on it is sent for no other.
bank_instruction = Table(
    "bank_instruction",
    metadata,
    Column("identity_key", String(24), nullable=False),
    Column("conversation", Integer, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("wish", String(64), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("instruction", EncryptedText, info={BOUND_TO: "bank_instruction:{identity_key}:instruction"}),
    Column("customer", EncryptedText, info={BOUND_TO: "bank_instruction:{identity_key}:customer"}),
    Column("state", String(16), nullable=False),
    Column("code", String(64), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("due_at", Moment),
    Column("valid_until", Moment, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("waiting_told_at", Moment),
    Column("ended_at", Moment),
    PrimaryKeyConstraint("identity_key", "conversation", "turn", "number"),
    UniqueConstraint("identity_key", "conversation", "wish"),
    CheckConstraint("state IN ('waiting', 'done', 'refused')", name="state"),
    Index("ix_bank_instruction_due_at", "due_at"),
)
