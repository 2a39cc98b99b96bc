"""What identity providers wrote of admins and teams by SCIM."""

from __future__ import annotations

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE scim_records (
        id uuid PRIMARY KEY,
        tenant_id text NOT NULL REFERENCES tenants,
        kind text NOT NULL CHECK (kind IN ('user', 'group')),
        attributes jsonb NOT NULL,
        revision integer NOT NULL DEFAULT 1,
        updated_at timestamptz NOT NULL DEFAULT now(),
        deleted_at timestamptz
    )
    """,
    "CREATE INDEX scim_records_of_tenant ON scim_records (tenant_id)",
)


def upgrade() -> None:
    """Apply."""
    for statement in STATEMENTS:
        op.execute(statement)
