"""The tables of what agents say: canned replies, and rules about words."""

from sqlalchemy import CheckConstraint, Column, Index, String, Table

from hub.store.metadata import metadata
from hub.store.types import Json, Moment

# A reply that is written already. An agent's own has an `account_id`; a shared one lies at a branch, and
# holds for it and all below. `initials`: of the title in pinyin, by which it is found.
canned_reply = Table(
    "canned_reply",
    metadata,
    Column("reply_id", String(32), primary_key=True),
    Column("account_id", String(64)),
    Column("branch_id", String(32)),
    Column("title", String(60), nullable=False),
    Column("initials", String(240), nullable=False),
    Column("text", String(2000), nullable=False),
    Column("changed_at", Moment, nullable=False),
    Index("ix_canned_reply_account_id", "account_id"),
    Index("ix_canned_reply_branch_id", "branch_id"),
)

# One rule about what agents say, at a branch and all below. `product`: whose rule it is; `cues`: words by
# which one knows that the product is spoken of, empty for always. `words`: what must not be said, one of
# which must be said, or the addresses that may be sent. `say`: what to say instead, or the hint.
word_rule = Table(
    "word_rule",
    metadata,
    Column("rule_id", String(32), primary_key=True),
    Column("branch_id", String(32), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("product", String(60), nullable=False),
    Column("cues", Json, nullable=False),
    Column("words", Json, nullable=False),
    Column("say", String(500), nullable=False),
    Column("why", String(200), nullable=False),
    Column("changed_at", Moment, nullable=False),
    CheckConstraint("kind IN ('forbidden', 'must_say', 'hint', 'link')", name="kind"),
    Index("ix_word_rule_branch_id", "branch_id"),
)
