"""Contacts: by what a person is known across channels, who was joined to whom; bank logins that were used."""

import sqlalchemy as sa
from alembic import op

from hub.store.encrypted import EncryptedText
from hub.store.types import Moment

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Applies this migration."""
    op.create_table(
        "contact_handle",
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("realm", sa.String(length=128), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("contact_id", sa.String(length=32), nullable=False),
        sa.Column("value", EncryptedText(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "realm", "digest", name="pk_contact_handle"),
    )
    op.create_index("ix_contact_handle_contact_id", "contact_handle", ["contact_id"], unique=False)
    op.create_table(
        "contact_apart",
        sa.Column("identity_key", sa.String(length=24), nullable=False),
        sa.Column("contact_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("identity_key", "contact_id", name="pk_contact_apart"),
    )
    op.create_table(
        "contact_change",
        sa.Column("change_id", sa.String(length=32), nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("contact_id", sa.String(length=32), nullable=False),
        sa.Column("other_id", sa.String(length=32), nullable=False),
        sa.Column("identity_key", sa.String(length=24), nullable=True),
        sa.Column("by", sa.String(length=128), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("change_id", name="pk_contact_change"),
    )
    op.create_index("ix_contact_change_contact_id", "contact_change", ["contact_id"], unique=False)
    op.create_index("ix_contact_change_other_id", "contact_change", ["other_id"], unique=False)
    op.create_table(
        "used_login",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_used_login"),
    )
    op.create_index("ix_used_login_until", "used_login", ["until"], unique=False)


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_table("used_login")
    op.drop_table("contact_change")
    op.drop_table("contact_apart")
    op.drop_table("contact_handle")
