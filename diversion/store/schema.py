"""Rules with their drafts, what was ever approved, and what has fired."""

from sqlalchemy import Column, Index, Integer, PrimaryKeyConstraint, String, Table

from hub.store.metadata import metadata
from hub.store.types import Json, Moment

# `draft` waits for somebody else's approval, `live` applies; each may be missing. `revision` is named by who
# changes it, so that nobody overwrites another's change.
diversion_rule = Table(
    "diversion_rule",
    metadata,
    Column("rule_id", String(16), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("live", Json),
    Column("live_version", Integer, nullable=False),
    Column("draft", Json),
    Column("draft_by", String(32)),
    Column("draft_at", Moment),
)

# Each rule as it was approved; never changed, so that the log's versions can always be read.
diversion_version = Table(
    "diversion_version",
    metadata,
    Column("rule_id", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("rule", Json, nullable=False),
    Column("written_by", String(32), nullable=False),
    Column("approved_by", String(32), nullable=False),
    Column("approved_at", Moment, nullable=False),
    PrimaryKeyConstraint("rule_id", "version"),
)

# One row for each turn that a rule led somewhere. `epoch`: the owner's, by which one sees whether a person
# has been in the conversation since. `seen`: the facts, without words of the customer
# (`diversion.facts.TurnSeen.kept`).
diversion_fired = Table(
    "diversion_fired",
    metadata,
    Column("identity_key", String(24), nullable=False),
    Column("conversation", Integer, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("rule_id", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("action", String(16), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("seen", Json, nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("identity_key", "conversation", "turn"),
    Index("ix_diversion_fired_at", "at"),
)
