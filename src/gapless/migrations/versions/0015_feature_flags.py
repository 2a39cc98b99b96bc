"""Feature flags: what a flag is, how it is set in each environment, and every version of it."""

from __future__ import annotations

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE flag_groups (
        id uuid PRIMARY KEY,
        tenant_id text NOT NULL REFERENCES tenants,
        name text NOT NULL,
        description text NOT NULL DEFAULT '',
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
    )
    """,
    "CREATE UNIQUE INDEX flag_groups_by_name ON flag_groups (tenant_id, lower(name))",
    """
    CREATE TABLE flags (
        id uuid PRIMARY KEY,
        tenant_id text NOT NULL REFERENCES tenants,
        key text NOT NULL,
        name text NOT NULL,
        description text NOT NULL DEFAULT '',
        type text NOT NULL CHECK (type IN ('boolean', 'string', 'number', 'json')),
        scope text NOT NULL CHECK (scope IN ('frontend', 'backend', 'both')),
        environment text NOT NULL,
        group_id uuid REFERENCES flag_groups,
        owner text,
        tags jsonb NOT NULL DEFAULT '[]',
        variants jsonb NOT NULL,
        expires_at timestamptz,
        archived_at timestamptz,
        version integer NOT NULL DEFAULT 1,
        created_by text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_by text NOT NULL,
        updated_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (tenant_id, key)
    )
    """,
    "CREATE INDEX flags_by_group ON flags (group_id)",
    """
    CREATE TABLE flag_configurations (
        flag_id uuid NOT NULL REFERENCES flags,
        environment text NOT NULL CHECK (environment IN ('production', 'staging', 'development')),
        tenant_id text NOT NULL REFERENCES tenants,
        enabled boolean NOT NULL DEFAULT false,
        configuration jsonb NOT NULL,
        updated_by text NOT NULL,
        updated_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (flag_id, environment)
    )
    """,
    "CREATE INDEX flag_configurations_served ON flag_configurations (tenant_id, environment)",
    # A version that only grows: every change that evaluation can see adds one.
    """
    CREATE TABLE flag_environments (
        tenant_id text NOT NULL REFERENCES tenants,
        environment text NOT NULL CHECK (environment IN ('production', 'staging', 'development')),
        version bigint NOT NULL DEFAULT 0,
        approvals_required integer NOT NULL DEFAULT 0 CHECK (approvals_required BETWEEN 0 AND 10),
        off_needs_approval boolean NOT NULL DEFAULT false,
        changed_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (tenant_id, environment)
    )
    """,
    """
    CREATE TABLE flag_versions (
        flag_id uuid NOT NULL REFERENCES flags,
        number integer NOT NULL,
        tenant_id text NOT NULL REFERENCES tenants,
        action text NOT NULL,
        environments jsonb NOT NULL DEFAULT '[]',
        snapshot jsonb NOT NULL,
        comment text NOT NULL DEFAULT '',
        author_id uuid,
        author text NOT NULL,
        at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (flag_id, number)
    )
    """,
    """
    CREATE FUNCTION flag_versions_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'flag_versions are append-only: % refused', TG_OP
            USING ERRCODE = 'insufficient_privilege';
    END $$
    """,
    """
    CREATE TRIGGER flag_versions_no_change BEFORE UPDATE OR DELETE ON flag_versions
        FOR EACH ROW EXECUTE FUNCTION flag_versions_are_append_only()
    """,
)


def upgrade() -> None:
    """Apply."""
    for statement in STATEMENTS:
        op.execute(statement)
