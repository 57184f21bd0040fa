"""Checks of who a customer is."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, String, Table, text

from hub.store.encrypted import BOUND_TO, EncryptedText
from hub.store.metadata import metadata
from hub.store.types import Moment

_RUNNING = "state IN ('wanted', 'open')"

# `wanted`: the bank has to be asked; `open`: a code may be typed; `passed`, until the conversation ends
# (`lapsing`: its end has to take the verification back) or for good (`over`); `failed` with a code.
# `due_at`: when something has to be done with it. `sms_…`: the one message that its code goes into.
step_up_check = Table(
    "step_up_check",
    metadata,
    Column("check_id", String(32), primary_key=True),
    Column("identity_key", String(24), nullable=False),
    Column("conversation", Integer, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("reason", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("code", String(64), nullable=False),
    Column("customer", EncryptedText, info={BOUND_TO: "step_up_check:{check_id}"}),
    Column("customer_hash", String(64)),
    Column("token_hash", String(64), unique=True),
    Column("code_hash", String(64)),
    Column("attempts", Integer, nullable=False),
    Column("sms_identity", String(24)),
    Column("sms_conversation", Integer),
    Column("sms_seq", Integer),
    Column("due_at", Moment),
    Column("expires_at", Moment, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("verified_until", Moment),
    CheckConstraint("state IN ('wanted', 'open', 'passed', 'lapsing', 'over', 'failed')", name="state"),
    CheckConstraint("attempts BETWEEN 0 AND 3", name="attempts"),
    Index("ix_step_up_check_due_at", "due_at"),
    Index("ix_step_up_check_identity_key", "identity_key", "created_at"),
    Index("ix_step_up_check_customer_hash", "customer_hash", "created_at"),
    Index("ix_step_up_check_sms", "sms_identity", "sms_conversation", "sms_seq"),
    # One at a time in a conversation.
    Index(
        "uq_step_up_check_running",
        "identity_key",
        "conversation",
        unique=True,
        sqlite_where=text(_RUNNING),
        postgresql_where=text(_RUNNING),
    ),
)
