"""Staff: branches, accounts, roles, sessions, passkeys, tries to sign in, and the audit."""

import sqlalchemy as sa
from alembic import op

from hub.store.encrypted import EncryptedText
from hub.store.types import Json, Moment

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Applies this migration."""
    op.create_table(
        "staff_account",
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("login", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("branch_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("password_at", Moment(), nullable=False),
        sa.Column("totp", EncryptedText(), nullable=True),
        sa.Column("totp_new", EncryptedText(), nullable=True),
        sa.Column("totp_step", sa.BigInteger(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.CheckConstraint("state IN ('active', 'disabled')", name="ck_staff_account_state"),
        sa.PrimaryKeyConstraint("account_id", name="pk_staff_account"),
        sa.UniqueConstraint("login", name="uq_staff_account_login"),
    )
    op.create_index("ix_staff_account_branch_id", "staff_account", ["branch_id"], unique=False)
    op.create_table(
        "staff_account_role",
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("role_id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "role_id", name="pk_staff_account_role"),
    )
    op.create_index("ix_staff_account_role_role_id", "staff_account_role", ["role_id"], unique=False)
    op.create_table(
        "staff_attempt",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", Moment(), nullable=False),
        sa.Column("locked_until", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("kind", "digest", name="pk_staff_attempt"),
    )
    op.create_index("ix_staff_attempt_last_at", "staff_attempt", ["last_at"], unique=False)
    op.create_table(
        "staff_audit",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("object_kind", sa.String(length=32), nullable=False),
        sa.Column("object_id", sa.String(length=100), nullable=False),
        sa.Column("result", sa.String(length=16), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_staff_audit"),
    )
    op.create_index("ix_staff_audit_actor", "staff_audit", ["actor", "seq"], unique=False)
    op.create_index("ix_staff_audit_at", "staff_audit", ["at"], unique=False)
    op.create_index("ix_staff_audit_object", "staff_audit", ["object_kind", "object_id", "seq"], unique=False)
    op.create_table(
        "staff_audit_head",
        sa.Column("only", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("only", name="pk_staff_audit_head"),
    )
    op.create_table(
        "staff_branch",
        sa.Column("branch_id", sa.String(length=32), nullable=False),
        sa.Column("parent_id", sa.String(length=32), nullable=True),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("path", sa.String(length=1000), nullable=False),
        sa.PrimaryKeyConstraint("branch_id", name="pk_staff_branch"),
        sa.UniqueConstraint("path", name="uq_staff_branch_path"),
    )
    op.create_index("ix_staff_branch_parent_id", "staff_branch", ["parent_id"], unique=False)
    op.create_table(
        "staff_federated",
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("issuer", "subject", name="pk_staff_federated"),
        sa.UniqueConstraint("account_id", name="uq_staff_federated_account_id"),
    )
    op.create_table(
        "staff_given_default",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("kind", "name", name="pk_staff_given_default"),
    )
    op.create_table(
        "staff_passkey",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_staff_passkey"),
    )
    op.create_index("ix_staff_passkey_account_id", "staff_passkey", ["account_id"], unique=False)
    op.create_table(
        "staff_pending",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("detail", Json, nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_staff_pending"),
    )
    op.create_index("ix_staff_pending_until", "staff_pending", ["until"], unique=False)
    op.create_table(
        "staff_role",
        sa.Column("role_id", sa.String(length=32), nullable=False),
        sa.Column("name_zh", sa.String(length=100), nullable=False),
        sa.Column("name_en", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("role_id", name="pk_staff_role"),
    )
    op.create_table(
        "staff_role_right",
        sa.Column("role_id", sa.String(length=32), nullable=False),
        sa.Column("right_name", sa.String(length=64), nullable=False),
        sa.Column("scope", sa.String(length=16), nullable=False),
        sa.CheckConstraint("scope IN ('own', 'team', 'branch', 'all')", name="ck_staff_role_right_scope"),
        sa.PrimaryKeyConstraint("role_id", "right_name", name="pk_staff_role_right"),
    )
    op.create_table(
        "staff_session",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.Column("means", sa.String(length=16), nullable=False),
        sa.CheckConstraint("means IN ('password', 'passkey', 'oidc')", name="ck_staff_session_means"),
        sa.PrimaryKeyConstraint("digest", name="pk_staff_session"),
    )
    op.create_index("ix_staff_session_account_id", "staff_session", ["account_id"], unique=False)
    op.create_index("ix_staff_session_created_at", "staff_session", ["created_at"], unique=False)
    op.create_table(
        "staff_team",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("branch_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("team_id", name="pk_staff_team"),
    )
    op.create_index("ix_staff_team_branch_id", "staff_team", ["branch_id"], unique=False)
    op.create_table(
        "staff_team_member",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "account_id", name="pk_staff_team_member"),
    )
    op.create_index("ix_staff_team_member_account_id", "staff_team_member", ["account_id"], unique=False)


def downgrade() -> None:
    """Takes this migration back."""
    op.drop_table("staff_team_member")
    op.drop_table("staff_team")
    op.drop_table("staff_session")
    op.drop_table("staff_role_right")
    op.drop_table("staff_role")
    op.drop_table("staff_pending")
    op.drop_table("staff_passkey")
    op.drop_table("staff_given_default")
    op.drop_table("staff_federated")
    op.drop_table("staff_branch")
    op.drop_table("staff_audit_head")
    op.drop_table("staff_audit")
    op.drop_table("staff_attempt")
    op.drop_table("staff_account_role")
    op.drop_table("staff_account")
