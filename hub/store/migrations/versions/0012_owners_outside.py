"""Conversations that a person outside the house has, in the provider's own client."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Applies this migration."""
    _allow_owners("owner IN ('bot', 'waiting', 'agent', 'outside')")


def downgrade() -> None:
    """Takes this migration back; what a person outside had is the bot's again."""
    op.execute("UPDATE conversation SET owner = 'bot', owner_id = NULL WHERE owner = 'outside'")
    _allow_owners("owner IN ('bot', 'waiting', 'agent')")


def _allow_owners(condition: str) -> None:
    checks = sa.inspect(op.get_bind()).get_check_constraints("conversation")
    with op.batch_alter_table("conversation", recreate="auto") as batch:
        for check in checks:
            batch.drop_constraint(op.f(str(check["name"])), type_="check")
        batch.create_check_constraint(op.f("ck_conversation_owner"), condition)
