"""Each version says whom it is for; what was approved so far is for everybody."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Json

revision = "kb_0001"
down_revision = "0003"
branch_labels = ("kb",)


def upgrade() -> None:
    """Applies this migration."""
    op.add_column("kb_article_version", sa.Column("scope", Json, nullable=False, server_default="{}"))


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_column("kb_article_version", "scope")
