"""Custom roles, teams, limits to modules, invites."""

from __future__ import annotations

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE roles (
        id uuid PRIMARY KEY,
        tenant_id text NOT NULL REFERENCES tenants,
        name text NOT NULL,
        description text NOT NULL DEFAULT '',
        based_on text,
        permissions jsonb NOT NULL,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
    )
    """,
    "CREATE UNIQUE INDEX roles_name ON roles (tenant_id, lower(name))",
    "ALTER TABLE admins ADD COLUMN role_id uuid REFERENCES roles",
    "ALTER TABLE admins ADD COLUMN allowed_modules jsonb",
    "ALTER TABLE admins ADD COLUMN version integer NOT NULL DEFAULT 1",
    "CREATE INDEX admins_of_tenant ON admins (tenant_id, lower(full_name))",
    "CREATE INDEX admins_of_role ON admins (role_id) WHERE role_id IS NOT NULL",
    """
    CREATE TABLE teams (
        id uuid PRIMARY KEY,
        tenant_id text NOT NULL REFERENCES tenants,
        name text NOT NULL,
        description text NOT NULL DEFAULT '',
        default_role text,
        default_role_id uuid REFERENCES roles,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
    )
    """,
    "CREATE UNIQUE INDEX teams_name ON teams (tenant_id, lower(name))",
    """
    CREATE TABLE team_members (
        team_id uuid NOT NULL REFERENCES teams ON DELETE CASCADE,
        admin_id uuid NOT NULL REFERENCES admins ON DELETE CASCADE,
        added_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (team_id, admin_id)
    )
    """,
    "CREATE INDEX teams_of_admin ON team_members (admin_id)",
    """
    CREATE TABLE invites (
        id uuid PRIMARY KEY,
        tenant_id text NOT NULL REFERENCES tenants,
        admin_id uuid REFERENCES admins ON DELETE SET NULL,
        email text NOT NULL,
        full_name text NOT NULL,
        role text NOT NULL,
        token_hash bytea UNIQUE,
        invited_by uuid REFERENCES admins ON DELETE SET NULL,
        times_sent integer NOT NULL DEFAULT 1,
        sent_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        accepted_at timestamptz,
        revoked_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now()
    )
    """,
    "CREATE INDEX invites_of_tenant ON invites (tenant_id, sent_at DESC)",
    # The last act of a password reset; a link is good once and for a short time.
    """
    CREATE TABLE password_resets (
        admin_id uuid PRIMARY KEY REFERENCES admins ON DELETE CASCADE,
        token_hash bytea NOT NULL UNIQUE,
        requested_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL
    )
    """,
)


def upgrade() -> None:
    """Apply."""
    for statement in STATEMENTS:
        op.execute(statement)
