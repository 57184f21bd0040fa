"""The tables of staff: branches, accounts, what each may do, sessions, tries to sign in, and the audit."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from hub.store.encrypted import BOUND_TO, EncryptedText
from hub.store.metadata import metadata
from hub.store.types import Json, Moment

STAFF_ID = String(32)
DIGEST = String(64)
RIGHT = String(64)

# `path` holds the ids from the head office down to this one, `/head/east/`: what begins with it lies below.
branch = Table(
    "staff_branch",
    metadata,
    Column("branch_id", STAFF_ID, primary_key=True),
    Column("parent_id", STAFF_ID, index=True),
    Column("name", String(100), nullable=False),
    Column("path", String(1000), nullable=False),
    UniqueConstraint("path"),
)

account = Table(
    "staff_account",
    metadata,
    Column("account_id", STAFF_ID, primary_key=True),
    Column("login", String(64), nullable=False),
    Column("name", String(100), nullable=False),
    Column("branch_id", STAFF_ID, nullable=False, index=True),
    Column("state", String(16), nullable=False),
    # Argon2id with its parameters and salt, as the library writes it.
    Column("password_hash", String(200), nullable=False),
    # Somebody else gave the password: nothing else goes before it is changed.
    Column("must_change", Boolean(create_constraint=False), nullable=False),
    Column("password_at", Moment, nullable=False),
    # The secret of the one-time codes, the one that is not confirmed yet, and the last step that was used.
    Column("totp", EncryptedText, info={BOUND_TO: "staff_account:{account_id}:totp"}),
    Column("totp_new", EncryptedText, info={BOUND_TO: "staff_account:{account_id}:totp"}),
    Column("totp_step", BigInteger),
    # Where notices about the account go; for nothing else.
    Column("email", EncryptedText, info={BOUND_TO: "staff_account:{account_id}:email"}),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("login"),
    CheckConstraint("state IN ('active', 'disabled')", name="state"),
)

team = Table(
    "staff_team",
    metadata,
    Column("team_id", STAFF_ID, primary_key=True),
    Column("branch_id", STAFF_ID, nullable=False, index=True),
    Column("name", String(100), nullable=False),
)

team_member = Table(
    "staff_team_member",
    metadata,
    Column("team_id", STAFF_ID, nullable=False),
    Column("account_id", STAFF_ID, nullable=False),
    PrimaryKeyConstraint("team_id", "account_id"),
    Index("ix_staff_team_member_account_id", "account_id"),
)

role = Table(
    "staff_role",
    metadata,
    Column("role_id", STAFF_ID, primary_key=True),
    Column("name_zh", String(100), nullable=False),
    Column("name_en", String(100), nullable=False),
)

role_right = Table(
    "staff_role_right",
    metadata,
    Column("role_id", STAFF_ID, nullable=False),
    Column("right_name", RIGHT, nullable=False),
    Column("scope", String(16), nullable=False),
    PrimaryKeyConstraint("role_id", "right_name"),
    CheckConstraint("scope IN ('own', 'team', 'branch', 'all')", name="scope"),
)

account_role = Table(
    "staff_account_role",
    metadata,
    Column("account_id", STAFF_ID, nullable=False),
    Column("role_id", STAFF_ID, nullable=False),
    PrimaryKeyConstraint("account_id", "role_id"),
    Index("ix_staff_account_role_role_id", "role_id"),
)

# Roles and rights that were given their defaults: what a bank took away afterwards stays away.
given_default = Table(
    "staff_given_default",
    metadata,
    Column("kind", String(16), nullable=False),
    Column("name", RIGHT, nullable=False),
    PrimaryKeyConstraint("kind", "name"),
)

# `digest`: SHA-256 of the token in the cookie, which is kept nowhere.
session = Table(
    "staff_session",
    metadata,
    Column("digest", DIGEST, primary_key=True),
    Column("account_id", STAFF_ID, nullable=False, index=True),
    Column("created_at", Moment, nullable=False, index=True),
    Column("seen_at", Moment, nullable=False),
    # What it was begun with: a password, a passkey, or the bank's own sign-in (OIDC).
    Column("means", String(16), nullable=False),
    CheckConstraint("means IN ('password', 'passkey', 'oidc')", name="means"),
)

# Who an account is at the bank's own sign-in (OpenID Connect): bound at the first time, for good.
federated = Table(
    "staff_federated",
    metadata,
    Column("issuer", String(255), nullable=False),
    Column("subject", String(255), nullable=False),
    Column("account_id", STAFF_ID, nullable=False, unique=True),
    Column("created_at", Moment, nullable=False),
    PrimaryKeyConstraint("issuer", "subject"),
)

# Public keys of passkeys (WebAuthn), by the SHA-256 of the credential's id.
passkey = Table(
    "staff_passkey",
    metadata,
    Column("digest", DIGEST, primary_key=True),
    Column("account_id", STAFF_ID, nullable=False, index=True),
    Column("credential_id", LargeBinary, nullable=False),
    Column("public_key", LargeBinary, nullable=False),
    Column("sign_count", BigInteger, nullable=False),
    Column("name", String(100), nullable=False),
    Column("created_at", Moment, nullable=False),
)

# What was begun and waits for its second half: a challenge, or somebody who was sent to the bank's sign-in.
# `digest` is that of a token which only the browser has that began it; each is taken once.
pending = Table(
    "staff_pending",
    metadata,
    Column("digest", DIGEST, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("detail", Json, nullable=False),
    Column("until", Moment, nullable=False, index=True),
)

# Tries to sign in that were not followed by a success; `digest` is that of the login, or of the address.
attempt = Table(
    "staff_attempt",
    metadata,
    Column("kind", String(16), nullable=False),
    Column("digest", DIGEST, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("last_at", Moment, nullable=False, index=True),
    Column("locked_until", Moment),
    PrimaryKeyConstraint("kind", "digest"),
)

# Who did what, when, to what, from where, and how it ended. Nothing is ever changed or removed here.
# `hash` is taken over the row and the hash of the row before (docs/staff.md).
audit = Table(
    "staff_audit",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False, index=True),
    Column("actor", String(64), nullable=False),
    Column("action", String(64), nullable=False),
    Column("object_kind", String(32), nullable=False),
    Column("object_id", String(100), nullable=False),
    Column("result", String(16), nullable=False),
    Column("address", String(64), nullable=False),
    # Canonical JSON, as it was hashed: JSONB would write it anew.
    Column("detail", Text, nullable=False),
    Column("hash", DIGEST, nullable=False),
    Index("ix_staff_audit_actor", "actor", "seq"),
    Index("ix_staff_audit_object", "object_kind", "object_id", "seq"),
)

# The one row is locked by whoever appends, so that the chain has no forks.
audit_head = Table(
    "staff_audit_head",
    metadata,
    Column("only", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False),
    Column("hash", DIGEST, nullable=False),
)
