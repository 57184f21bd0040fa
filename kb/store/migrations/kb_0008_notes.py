"""A version has a note that only agents read."""

import sqlalchemy as sa
from alembic import op

revision = "kb_0008"
down_revision = "kb_0007"


def upgrade() -> None:
    """Applies this migration."""
    op.add_column(
        "kb_article_version", sa.Column("note", sa.Text(), server_default=sa.text("''"), nullable=False)
    )


def downgrade() -> None:
    """Takes this migration back; the notes are lost."""
    op.drop_column("kb_article_version", "note")
