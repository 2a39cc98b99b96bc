"""Permissions handed over for a time."""

from __future__ import annotations

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE delegations (
        id uuid PRIMARY KEY,
        tenant_id text NOT NULL REFERENCES tenants,
        from_admin_id uuid NOT NULL REFERENCES admins ON DELETE CASCADE,
        to_admin_id uuid NOT NULL REFERENCES admins ON DELETE CASCADE,
        permissions jsonb NOT NULL,
        reason text NOT NULL,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        decision text NOT NULL CHECK (decision IN ('pending', 'approved', 'rejected', 'revoked')),
        requested_by uuid REFERENCES admins ON DELETE SET NULL,
        decided_by uuid REFERENCES admins ON DELETE SET NULL,
        decided_at timestamptz,
        decision_reason text,
        end_written boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL DEFAULT now(),
        CHECK (starts_at < ends_at),
        CHECK (from_admin_id <> to_admin_id)
    )
    """,
    "CREATE INDEX delegations_of_tenant ON delegations (tenant_id, created_at DESC)",
    "CREATE INDEX delegations_to ON delegations (to_admin_id) WHERE decision = 'approved'",
)


def upgrade() -> None:
    """Apply."""
    for statement in STATEMENTS:
        op.execute(statement)
