"""Letters that wait to be sent, and those that were given up; what was taken by the server is removed."""

from sqlalchemy import Column, Index, Integer, String, Table

from hub.store.encrypted import BOUND_TO, EncryptedText
from hub.store.metadata import metadata
from hub.store.types import Moment

LETTER = "mail_letter:{letter_id}"

# `enclosed`: files as JSON, null for none.
# `due_at` is null where the letter was given up; `code`: what the last try ended with.
letter = Table(
    "mail_letter",
    metadata,
    Column("letter_id", String(32), primary_key=True),
    Column("kind", String(64), nullable=False),
    Column("recipient", EncryptedText, nullable=False, info={BOUND_TO: LETTER}),
    Column("subject", EncryptedText, nullable=False, info={BOUND_TO: LETTER}),
    Column("body", EncryptedText, nullable=False, info={BOUND_TO: LETTER}),
    Column("enclosed", EncryptedText, info={BOUND_TO: LETTER}),
    Column("written_at", Moment, nullable=False),
    Column("due_at", Moment),
    Column("tries", Integer, nullable=False),
    Column("code", String(32), nullable=False),
    Index("ix_mail_letter_due_at", "due_at"),
)
