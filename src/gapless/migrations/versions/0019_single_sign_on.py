"""Identity providers of a brand, and whose account is whose there."""

from __future__ import annotations

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE identity_providers (
        id uuid PRIMARY KEY,
        tenant_id text NOT NULL REFERENCES tenants,
        name text NOT NULL,
        issuer text NOT NULL,
        client_id text NOT NULL,
        client_secret bytea NOT NULL,
        scopes text NOT NULL,
        email_domains jsonb NOT NULL DEFAULT '[]',
        provisions boolean NOT NULL DEFAULT false,
        default_role text NOT NULL,
        groups_claim text,
        role_by_group jsonb NOT NULL DEFAULT '{}',
        is_enabled boolean NOT NULL DEFAULT true,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
    )
    """,
    "CREATE UNIQUE INDEX identity_providers_name ON identity_providers (tenant_id, lower(name))",
    """
    CREATE TABLE admin_identities (
        id uuid PRIMARY KEY,
        admin_id uuid NOT NULL REFERENCES admins ON DELETE CASCADE,
        provider_id uuid NOT NULL REFERENCES identity_providers ON DELETE CASCADE,
        subject text NOT NULL,
        email text,
        linked_at timestamptz NOT NULL DEFAULT now(),
        last_used_at timestamptz,
        UNIQUE (provider_id, subject)
    )
    """,
    "CREATE INDEX admin_identities_of_admin ON admin_identities (admin_id)",
)


def upgrade() -> None:
    """Apply."""
    for statement in STATEMENTS:
        op.execute(statement)
