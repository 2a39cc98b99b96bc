"""Identity, audit, jobs, idempotency."""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE tenants (
    id text PRIMARY KEY CHECK (id ~ '^[a-z0-9][a-z0-9_-]{0,62}$'),
    name text NOT NULL,
    type text NOT NULL CHECK (type IN ('owner', 'renter')),
    features jsonb NOT NULL DEFAULT '{}',
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX tenants_name ON tenants (lower(name));

CREATE TABLE admins (
    id uuid PRIMARY KEY,
    tenant_id text NOT NULL REFERENCES tenants,
    email text NOT NULL,
    username text NOT NULL,
    full_name text NOT NULL,
    role text NOT NULL,
    tenant_role text,
    is_platform_owner boolean NOT NULL DEFAULT false,
    status text NOT NULL CHECK (status IN ('active', 'invited', 'disabled')),
    password_hash text,
    failed_login_attempts integer NOT NULL DEFAULT 0,
    last_login_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX admins_email ON admins (lower(email));

CREATE TABLE sessions (
    id uuid PRIMARY KEY,
    admin_id uuid NOT NULL REFERENCES admins ON DELETE CASCADE,
    token_hash bytea NOT NULL UNIQUE,
    csrf_token text NOT NULL,
    ip_address text,
    user_agent text,
    created_at timestamptz NOT NULL DEFAULT now(),
    last_seen_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    revoked_reason text
);
CREATE INDEX sessions_of_admin ON sessions (admin_id) WHERE revoked_at IS NULL;

CREATE TABLE login_attempts (
    id uuid PRIMARY KEY,
    email_hash bytea NOT NULL,
    ip_address text NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX login_attempts_by_email ON login_attempts (email_hash, at);
CREATE INDEX login_attempts_by_address ON login_attempts (ip_address, at);

CREATE TABLE audit_heads (
    chain text PRIMARY KEY,
    sequence bigint NOT NULL,
    row_hash text NOT NULL
);
CREATE TABLE audit_events (
    id uuid PRIMARY KEY,
    chain text NOT NULL,
    sequence bigint NOT NULL,
    timestamp timestamptz NOT NULL,
    tenant_id text,
    actor_user_id text,
    actor_email text,
    actor_role text,
    action text NOT NULL,
    resource_type text NOT NULL,
    resource_id text,
    status text NOT NULL CHECK (status IN ('SUCCESS', 'FAILED', 'DENIED')),
    reason text,
    request_id text,
    ip_address text,
    user_agent text,
    details jsonb NOT NULL DEFAULT '{}',
    before_json jsonb,
    after_json jsonb,
    error_code text,
    error_message text,
    previous_hash text NOT NULL,
    row_hash text NOT NULL,
    UNIQUE (chain, sequence)
);
CREATE INDEX audit_events_by_time ON audit_events (timestamp DESC);
CREATE INDEX audit_events_by_tenant ON audit_events (tenant_id, timestamp DESC);
CREATE INDEX audit_events_by_resource ON audit_events (resource_type, resource_id);
CREATE INDEX audit_events_by_request ON audit_events (request_id);

CREATE TABLE jobs (
    id uuid PRIMARY KEY,
    tenant_id text REFERENCES tenants,
    kind text NOT NULL,
    state text NOT NULL CHECK (state IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
    payload jsonb NOT NULL,
    phase text,
    progress_current bigint NOT NULL DEFAULT 0,
    progress_total bigint,
    result jsonb,
    error jsonb,
    attempts integer NOT NULL DEFAULT 0,
    cancel_requested boolean NOT NULL DEFAULT false,
    created_by uuid,
    request_id text,
    created_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    finished_at timestamptz
);
CREATE INDEX jobs_of_tenant ON jobs (tenant_id, created_at DESC);

CREATE TABLE blobs (
    id uuid PRIMARY KEY,
    tenant_id text REFERENCES tenants,
    filename text NOT NULL,
    media_type text,
    size bigint NOT NULL,
    sha256 bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE blob_chunks (
    blob_id uuid NOT NULL REFERENCES blobs ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    number integer NOT NULL,
    data bytea NOT NULL,
    PRIMARY KEY (blob_id, number)
);

CREATE TABLE idempotency_keys (
    id uuid PRIMARY KEY,
    owner text NOT NULL,
    key text NOT NULL,
    route text NOT NULL,
    fingerprint bytea NOT NULL,
    status integer,
    media_type text,
    body bytea,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (owner, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
"""

APPEND_ONLY = """
CREATE FUNCTION audit_events_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit_events is append-only: % refused', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_events_no_change
    BEFORE UPDATE OR DELETE ON audit_events
    FOR EACH ROW EXECUTE FUNCTION audit_events_are_append_only();
CREATE TRIGGER audit_events_no_truncate
    BEFORE TRUNCATE ON audit_events
    FOR EACH STATEMENT EXECUTE FUNCTION audit_events_are_append_only();
"""


def _run(script: str) -> None:
    # asyncpg takes one statement at a time; a function body keeps its semicolons.
    statement: list[str] = []
    quoted = False
    for line in script.splitlines():
        statement.append(line)
        if line.count("$$") % 2:
            quoted = not quoted
        if line.rstrip().endswith(";") and not quoted:
            op.execute("\n".join(statement))
            statement = []


def upgrade() -> None:
    """Apply."""
    _run(TABLES)
    _run(APPEND_ONLY)
