"""Players whom flags are served to, and how many of them belong to each segment."""

from __future__ import annotations

from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE flag_players (
        tenant_id text NOT NULL REFERENCES tenants,
        subject text NOT NULL,
        attributes jsonb NOT NULL,
        seen_at timestamptz NOT NULL,
        PRIMARY KEY (tenant_id, subject)
    ) WITH (fillfactor = 80)
    """,
    "CREATE INDEX flag_players_by_age ON flag_players (tenant_id, seen_at)",
    """
    CREATE TABLE flag_populations (
        segment_id uuid PRIMARY KEY REFERENCES flag_segments ON DELETE CASCADE,
        tenant_id text NOT NULL REFERENCES tenants,
        members bigint NOT NULL,
        players bigint NOT NULL,
        counted_at timestamptz NOT NULL
    )
    """,
    "CREATE INDEX flag_populations_of_tenant ON flag_populations (tenant_id)",
)


def upgrade() -> None:
    """Apply."""
    for statement in STATEMENTS:
        op.execute(statement)
