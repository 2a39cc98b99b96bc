"""API keys, and what is remembered of their use."""

from __future__ import annotations

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE api_keys (
        id uuid PRIMARY KEY,
        tenant_id text NOT NULL REFERENCES tenants,
        name text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
        kind text NOT NULL CHECK (kind IN ('live', 'test')),
        scopes jsonb NOT NULL DEFAULT '[]',
        secret_hash bytea NOT NULL UNIQUE CHECK (length(secret_hash) = 32),
        key_prefix text NOT NULL,
        last_four text NOT NULL,
        previous_hash bytea UNIQUE CHECK (length(previous_hash) = 32),
        previous_prefix text,
        previous_last_four text,
        previous_until timestamptz,
        active boolean NOT NULL DEFAULT true,
        expires_at timestamptz,
        allowed_cidrs jsonb NOT NULL DEFAULT '[]',
        rate_limit_per_minute integer CHECK (rate_limit_per_minute > 0),
        leaked_at timestamptz,
        leak_source text,
        leak_url text,
        deleted_at timestamptz,
        created_by uuid REFERENCES admins ON DELETE SET NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        rotated_at timestamptz,
        version integer NOT NULL DEFAULT 1,
        revision bigint NOT NULL DEFAULT 0,
        CHECK ((previous_hash IS NULL) = (previous_until IS NULL))
    )
    """,
    "CREATE INDEX api_keys_of_tenant ON api_keys (tenant_id, created_at DESC)",
    "CREATE INDEX api_keys_by_revision ON api_keys (revision)",
    # Announces as `platform.notifications` does. Numbered under a lock that is held until the
    # commit: whoever has seen number n has seen all before it. Written by the database, so that no
    # way of changing a key can forget it.
    """
    CREATE FUNCTION api_key_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO channel_versions (channel, version) VALUES ('api_keys', 1)
        ON CONFLICT (channel) DO UPDATE SET version = channel_versions.version + 1
        RETURNING version INTO NEW.revision;
        PERFORM pg_notify('gapless_api_keys', NEW.revision || ' ' || NEW.id);
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER api_keys_changed BEFORE INSERT OR UPDATE ON api_keys
        FOR EACH ROW EXECUTE FUNCTION api_key_changed()
    """,
    """
    CREATE TABLE api_key_last_use (
        key_id uuid PRIMARY KEY REFERENCES api_keys ON DELETE CASCADE,
        at timestamptz,
        ip_address text,
        user_agent text,
        previous_at timestamptz,
        refused_at timestamptz,
        refused_code text,
        refused_address text
    )
    """,
    """
    CREATE TABLE api_key_use (
        key_id uuid NOT NULL REFERENCES api_keys ON DELETE CASCADE,
        hour timestamptz NOT NULL,
        calls bigint NOT NULL DEFAULT 0,
        refused bigint NOT NULL DEFAULT 0,
        PRIMARY KEY (key_id, hour)
    )
    """,
    "CREATE INDEX api_key_use_by_age ON api_key_use (hour)",
    """
    CREATE UNLOGGED TABLE api_key_windows (
        key_id uuid NOT NULL,
        minute bigint NOT NULL,
        calls integer NOT NULL,
        PRIMARY KEY (key_id, minute)
    )
    """,
)


def upgrade() -> None:
    """Apply."""
    for statement in STATEMENTS:
        op.execute(statement)
