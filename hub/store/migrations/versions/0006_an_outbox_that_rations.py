"""Tokens of claims in the outbox; parts and receipts of deliveries; quotas; one more kind of dead letter."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Moment

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Applies this migration."""
    op.add_column("outbox", sa.Column("lease_token", sa.BigInteger(), nullable=True))
    op.add_column("outbox", sa.Column("held", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "delivery_part",
        sa.Column("identity_key", sa.String(length=24), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("account", sa.String(length=128), nullable=False),
        sa.Column("provider_id", sa.String(length=256), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("identity_key", "conversation", "seq", "part", name="pk_delivery_part"),
    )
    op.create_index("ix_delivery_part_provider_id", "delivery_part", ["channel", "account", "provider_id"])
    op.create_table(
        "early_receipt",
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("account", sa.String(length=128), nullable=False),
        sa.Column("provider_id", sa.String(length=256), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "account", "provider_id", "state", name="pk_early_receipt"),
    )
    op.create_index("ix_early_receipt_at", "early_receipt", ["at"])
    op.create_table(
        "quota",
        sa.Column("identity_key", sa.String(length=24), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("account", sa.String(length=128), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("identity_key", "channel", "account", "name", name="pk_quota"),
    )
    _allow_kinds("kind IN ('turn', 'delivery', 'unsure')")


def downgrade() -> None:
    """Takes this migration back; what nobody was sure of becomes what could not be delivered."""
    op.execute(
        "DELETE FROM dead_letter WHERE kind = 'unsure' AND EXISTS (SELECT 1 FROM dead_letter AS same"
        " WHERE same.identity_key = dead_letter.identity_key AND same.conversation = dead_letter.conversation"
        " AND same.kind = 'delivery' AND same.number = dead_letter.number)"
    )
    op.execute("UPDATE dead_letter SET kind = 'delivery' WHERE kind = 'unsure'")
    _allow_kinds("kind IN ('turn', 'delivery')")
    op.drop_table("quota")
    op.drop_table("early_receipt")
    op.drop_table("delivery_part")
    op.drop_column("outbox", "held")
    op.drop_column("outbox", "lease_token")


def _allow_kinds(condition: str) -> None:
    checks = sa.inspect(op.get_bind()).get_check_constraints("dead_letter")
    with op.batch_alter_table("dead_letter", recreate="auto") as batch:
        for check in checks:
            batch.drop_constraint(op.f(str(check["name"])), type_="check")
        batch.create_check_constraint(op.f("ck_dead_letter_kind"), condition)
