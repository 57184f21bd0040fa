"""The first schema: the spine, the knowledge base, and requests for people."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Json, Moment

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Applies this migration."""
    op.create_table(
        "contact",
        sa.Column("contact_id", sa.String(length=32), nullable=False),
        sa.Column("merged_into", sa.String(length=32), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merged_into"], ["contact.contact_id"], name="fk_contact_merged_into_contact"
        ),
        sa.PrimaryKeyConstraint("contact_id", name="pk_contact"),
    )
    op.create_table(
        "dead_letter",
        sa.Column("identity_key", sa.String(length=24), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("detail", sa.String(length=500), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("replayed_at", Moment(), nullable=True),
        sa.CheckConstraint("kind IN ('turn', 'delivery')", name="ck_dead_letter_kind"),
        sa.PrimaryKeyConstraint("identity_key", "conversation", "kind", "number", name="pk_dead_letter"),
    )
    op.create_index("ix_dead_letter_created_at", "dead_letter", ["created_at"], unique=False)

    op.create_table(
        "kb_article",
        sa.Column("article_id", sa.String(length=128), nullable=False),
        sa.Column("topic", sa.String(length=64), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("article_id", name="pk_kb_article"),
    )
    op.create_table(
        "kb_gap",
        sa.Column("gap_id", sa.String(length=256), nullable=False),
        sa.Column("identity_key", sa.String(length=64), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("question_hash", sa.String(length=64), nullable=False),
        sa.Column("best_article_id", sa.String(length=128), nullable=True),
        sa.Column("best_score", sa.Float(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.CheckConstraint("state IN ('open', 'closed')", name="ck_kb_gap_state"),
        sa.PrimaryKeyConstraint("gap_id", name="pk_kb_gap"),
        sa.UniqueConstraint(
            "identity_key",
            "conversation",
            "turn",
            "question_hash",
            name="uq_kb_gap_identity_key_conversation_turn_question_hash",
        ),
    )
    op.create_index("ix_kb_gap_state_created_at", "kb_gap", ["state", "created_at"], unique=False)

    op.create_table(
        "kb_index_change",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_kb_index_change"),
    )
    op.create_table(
        "kb_value",
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("value", sa.String(length=500), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "kind IN ('rate', 'fee', 'amount', 'date', 'text', 'days')", name="ck_kb_value_kind"
        ),
        sa.PrimaryKeyConstraint("name", "valid_from", name="pk_kb_value"),
    )
    op.create_table(
        "message",
        sa.Column("identity_key", sa.String(length=24), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("direction", sa.String(length=3), nullable=False),
        sa.Column("author_kind", sa.String(length=16), nullable=False),
        sa.Column("author_name", sa.String(length=128), nullable=False),
        sa.Column(
            "segments",
            Json,
            nullable=False,
        ),
        sa.Column(
            "picks",
            Json,
            nullable=True,
        ),
        sa.Column("provider_id", sa.String(length=256), nullable=True),
        sa.Column("correlation_id", sa.String(length=64), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=True),
        sa.Column("reply_to", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("received_at", Moment(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("sent_at", Moment(), nullable=True),
        sa.Column("delivered_at", Moment(), nullable=True),
        sa.Column("read_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("identity_key", "conversation", "seq", name="pk_message"),
        sa.UniqueConstraint(
            "identity_key", "direction", "provider_id", name="uq_message_identity_key_direction_provider_id"
        ),
    )
    op.create_index("ix_message_correlation_id", "message", ["correlation_id"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("identity_key", sa.String(length=24), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("account", sa.String(length=128), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_owner", sa.String(length=64), nullable=True),
        sa.Column("lease_until", Moment(), nullable=True),
        sa.Column("last_code", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("identity_key", "conversation", "seq", name="pk_outbox"),
    )
    op.create_index("ix_outbox_channel_due_at", "outbox", ["channel", "account", "due_at"], unique=False)

    op.create_table(
        "task",
        sa.Column("identity_key", sa.String(length=24), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("medium", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.CheckConstraint("kind IN ('person', 'complaint')", name="ck_task_kind"),
        sa.PrimaryKeyConstraint("identity_key", "conversation", "turn", "kind", name="pk_task"),
    )
    op.create_index("ix_task_created_at", "task", ["created_at"], unique=False)
    op.create_index(
        "uq_task_open_person",
        "task",
        ["identity_key", "conversation", "medium"],
        unique=True,
        sqlite_where=sa.text("state = 'queued' AND kind = 'person'"),
        postgresql_where=sa.text("state = 'queued' AND kind = 'person'"),
    )

    op.create_table(
        "turn",
        sa.Column("identity_key", sa.String(length=24), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("first_seq", sa.Integer(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("asks", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("correlation_id", sa.String(length=64), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("noticed_at", Moment(), nullable=True),
        sa.Column("asked_at", Moment(), nullable=True),
        sa.Column("replied_at", Moment(), nullable=True),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.Column("error_code", sa.String(length=64), nullable=True),
        sa.Column(
            "intents",
            Json,
            nullable=True,
        ),
        sa.Column(
            "events",
            Json,
            nullable=True,
        ),
        sa.Column(
            "bot_state",
            Json,
            nullable=True,
        ),
        sa.Column(
            "timings",
            Json,
            nullable=True,
        ),
        sa.CheckConstraint("state IN ('open', 'late', 'answered', 'failed')", name="ck_turn_state"),
        sa.PrimaryKeyConstraint("identity_key", "conversation", "turn", name="pk_turn"),
    )
    op.create_table(
        "work",
        sa.Column("identity_key", sa.String(length=24), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("lease_owner", sa.String(length=64), nullable=True),
        sa.Column("lease_until", Moment(), nullable=True),
        sa.Column("lease_token", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("identity_key", "conversation", name="pk_work"),
    )
    op.create_index("ix_work_due_at", "work", ["due_at"], unique=False)

    op.create_table(
        "identity",
        sa.Column("identity_key", sa.String(length=24), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("account", sa.String(length=128), nullable=False),
        sa.Column("external_id", sa.String(length=256), nullable=False),
        sa.Column("contact_id", sa.String(length=32), nullable=False),
        sa.Column("last_conversation", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.contact_id"], name="fk_identity_contact_id_contact"
        ),
        sa.PrimaryKeyConstraint("identity_key", name="pk_identity"),
        sa.UniqueConstraint(
            "channel", "account", "external_id", name="uq_identity_channel_account_external_id"
        ),
    )
    op.create_index("ix_identity_contact_id", "identity", ["contact_id"], unique=False)

    op.create_table(
        "kb_article_version",
        sa.Column("article_id", sa.String(length=128), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column(
            "questions",
            Json,
            nullable=False,
        ),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("effective_to", sa.Date(), nullable=True),
        sa.Column(
            "channels",
            Json,
            nullable=False,
        ),
        sa.Column(
            "links",
            Json,
            nullable=False,
        ),
        sa.Column("approved_by", sa.String(length=128), nullable=True),
        sa.Column("approved_at", Moment(), nullable=True),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("change_number", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "status IN ('draft', 'approved', 'withdrawn')", name="ck_kb_article_version_status"
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["kb_article.article_id"], name="fk_kb_article_version_article_id_kb_article"
        ),
        sa.PrimaryKeyConstraint("article_id", "version", name="pk_kb_article_version"),
    )
    op.create_index(
        "ix_kb_article_version_change_number", "kb_article_version", ["change_number"], unique=False
    )

    op.create_table(
        "conversation",
        sa.Column("identity_key", sa.String(length=24), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=16), nullable=False),
        sa.Column("owner_id", sa.String(length=64), nullable=True),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("covered_seq", sa.Integer(), nullable=False),
        sa.Column("last_turn", sa.Integer(), nullable=False),
        sa.Column("committed_turn", sa.Integer(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("last_message_at", Moment(), nullable=False),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.Column("closed_by", sa.String(length=16), nullable=True),
        sa.CheckConstraint("owner IN ('bot', 'waiting', 'agent')", name="ck_conversation_owner"),
        sa.ForeignKeyConstraint(
            ["identity_key"], ["identity.identity_key"], name="fk_conversation_identity_key_identity"
        ),
        sa.PrimaryKeyConstraint("identity_key", "conversation", name="pk_conversation"),
    )


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_table("conversation")

    op.drop_table("kb_article_version")

    op.drop_table("identity")

    op.drop_table("work")
    op.drop_table("turn")

    op.drop_table("task")

    op.drop_table("outbox")

    op.drop_table("message")
    op.drop_table("kb_value")
    op.drop_table("kb_index_change")

    op.drop_table("kb_gap")
    op.drop_table("kb_article")

    op.drop_table("dead_letter")
    op.drop_table("contact")
