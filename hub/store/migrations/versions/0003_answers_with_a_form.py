"""Each version says how its answer is written; what was approved so far is plain words."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Applies this migration."""
    op.add_column(
        "kb_article_version",
        sa.Column("answer_format", sa.String(length=16), nullable=False, server_default="plain"),
    )


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_column("kb_article_version", "answer_format")
