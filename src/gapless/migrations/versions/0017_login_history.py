"""The login history, devices, and what a session's sign-in was like."""

from __future__ import annotations

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE login_events (
        id uuid PRIMARY KEY,
        at timestamptz NOT NULL DEFAULT now(),
        tenant_id text REFERENCES tenants,
        admin_id uuid REFERENCES admins ON DELETE SET NULL,
        email text,
        result text NOT NULL CHECK (result IN ('success', 'failed')),
        failure_reason text,
        method text NOT NULL,
        ip_address text,
        user_agent text,
        device_id uuid,
        session_id uuid,
        country text,
        location text,
        latitude double precision,
        longitude double precision,
        suspicion jsonb NOT NULL DEFAULT '[]',
        attempts integer NOT NULL DEFAULT 1,
        bucket text UNIQUE,
        request_id text,
        CHECK ((result = 'failed') = (failure_reason IS NOT NULL))
    )
    """,
    "CREATE INDEX login_events_by_time ON login_events (at DESC)",
    "CREATE INDEX login_events_by_tenant ON login_events (tenant_id, at DESC)",
    "CREATE INDEX login_events_by_admin ON login_events (admin_id, at DESC)",
    "CREATE INDEX login_events_of_strangers ON login_events (at) WHERE admin_id IS NULL",
    """
    CREATE TABLE devices (
        id uuid PRIMARY KEY,
        admin_id uuid NOT NULL REFERENCES admins ON DELETE CASCADE,
        token_hash bytea NOT NULL,
        by_cookie boolean NOT NULL,
        name text,
        user_agent text,
        ip_address text,
        status text NOT NULL CHECK (status IN ('pending', 'approved', 'blocked')),
        decided_by uuid REFERENCES admins ON DELETE SET NULL,
        decided_at timestamptz,
        decision_reason text,
        first_seen_at timestamptz NOT NULL DEFAULT now(),
        last_seen_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (admin_id, token_hash)
    )
    """,
    "ALTER TABLE sessions ADD COLUMN method text NOT NULL DEFAULT 'password'",
    "ALTER TABLE sessions ADD COLUMN device_id uuid REFERENCES devices ON DELETE SET NULL",
    "ALTER TABLE sessions ADD COLUMN location text",
    "ALTER TABLE sessions ADD COLUMN country text",
    "ALTER TABLE sessions ADD COLUMN suspicion jsonb NOT NULL DEFAULT '[]'",
    "ALTER TABLE sessions ADD COLUMN last_ip_address text",
    "CREATE INDEX sessions_open ON sessions (last_seen_at DESC) WHERE revoked_at IS NULL",
)


def upgrade() -> None:
    """Apply."""
    for statement in STATEMENTS:
        op.execute(statement)
