"""Security policies, networks, second factors, and what a session has proved."""

from __future__ import annotations

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE security_rules (
        scope text PRIMARY KEY,
        password_min_length integer CHECK (password_min_length BETWEEN 8 AND 128),
        password_min_score integer CHECK (password_min_score BETWEEN 0 AND 4),
        session_timeout_minutes integer CHECK (session_timeout_minutes >= 1),
        session_absolute_hours integer CHECK (session_absolute_hours >= 1),
        max_login_attempts integer CHECK (max_login_attempts >= 1),
        step_up_minutes integer CHECK (step_up_minutes >= 1),
        require_2fa boolean,
        require_device_approval boolean,
        version integer NOT NULL DEFAULT 1,
        updated_by uuid REFERENCES admins ON DELETE SET NULL,
        updated_at timestamptz NOT NULL DEFAULT now()
    )
    """,
    """
    CREATE TABLE network_rules (
        id uuid PRIMARY KEY,
        tenant_id text REFERENCES tenants,
        role text,
        admin_id uuid REFERENCES admins ON DELETE CASCADE,
        network cidr NOT NULL,
        restriction text NOT NULL CHECK (restriction IN ('allowed', 'blocked')),
        reason text NOT NULL,
        is_active boolean NOT NULL DEFAULT true,
        by_owner boolean NOT NULL,
        added_by uuid REFERENCES admins ON DELETE SET NULL,
        added_by_name text NOT NULL,
        added_at timestamptz NOT NULL DEFAULT now(),
        version integer NOT NULL DEFAULT 1,
        CHECK (role IS NULL OR admin_id IS NULL)
    )
    """,
    "CREATE INDEX network_rules_of_tenant ON network_rules (tenant_id) WHERE is_active",
    """
    CREATE TABLE totp_factors (
        admin_id uuid PRIMARY KEY REFERENCES admins ON DELETE CASCADE,
        sealed_secret bytea NOT NULL,
        last_counter bigint NOT NULL DEFAULT 0,
        confirmed_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now()
    )
    """,
    """
    CREATE TABLE recovery_codes (
        id uuid PRIMARY KEY,
        admin_id uuid NOT NULL REFERENCES admins ON DELETE CASCADE,
        code_hash bytea NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        used_at timestamptz,
        UNIQUE (admin_id, code_hash)
    )
    """,
    """
    CREATE TABLE passkeys (
        id uuid PRIMARY KEY,
        admin_id uuid NOT NULL REFERENCES admins ON DELETE CASCADE,
        credential_id bytea NOT NULL UNIQUE,
        public_key bytea NOT NULL,
        sign_count bigint NOT NULL,
        transports jsonb NOT NULL DEFAULT '[]',
        aaguid text NOT NULL,
        is_synced boolean NOT NULL,
        name text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        last_used_at timestamptz
    )
    """,
    "CREATE INDEX passkeys_of_admin ON passkeys (admin_id)",
    # What a sign-in waits for after the right password; and passkey challenges that were answered.
    """
    CREATE TABLE sign_in_challenges (
        token_hash bytea PRIMARY KEY,
        admin_id uuid NOT NULL REFERENCES admins ON DELETE CASCADE,
        carrier text NOT NULL,
        password_hash text,
        webauthn_challenge bytea,
        attempts integer NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL
    )
    """,
    "CREATE INDEX sign_in_challenges_of_admin ON sign_in_challenges (admin_id)",
    """
    CREATE TABLE used_challenges (
        nonce bytea PRIMARY KEY,
        expires_at timestamptz NOT NULL
    )
    """,
    "ALTER TABLE sessions ADD COLUMN proved_at timestamptz",
    "UPDATE sessions SET proved_at = created_at",
    "ALTER TABLE sessions ALTER COLUMN proved_at SET NOT NULL",
    "ALTER TABLE sessions ALTER COLUMN proved_at SET DEFAULT now()",
    "ALTER TABLE sessions ADD COLUMN limited_to text",
    "ALTER TABLE admins ADD COLUMN password_changed_at timestamptz",
    "UPDATE admins SET password_changed_at = created_at WHERE password_hash IS NOT NULL",
)


def upgrade() -> None:
    """Apply."""
    for statement in STATEMENTS:
        op.execute(statement)
