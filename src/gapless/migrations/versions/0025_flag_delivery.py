"""What programs did with flags: counts by minute and hour, and who met which variant first."""

from __future__ import annotations

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE flag_counts (
        tenant_id text NOT NULL REFERENCES tenants,
        environment text NOT NULL,
        flag_key text NOT NULL,
        variant text NOT NULL,
        span text NOT NULL CHECK (span IN ('minute', 'hour')),
        start timestamptz NOT NULL,
        evaluations bigint NOT NULL DEFAULT 0,
        exposures bigint NOT NULL DEFAULT 0,
        PRIMARY KEY (tenant_id, environment, flag_key, span, start, variant)
    ) WITH (fillfactor = 70)
    """,
    "CREATE INDEX flag_counts_by_age ON flag_counts (span, start)",
    # The first variant that a subject met; `mixed` if it met another one later.
    """
    CREATE TABLE flag_exposures (
        tenant_id text NOT NULL REFERENCES tenants,
        environment text NOT NULL,
        flag_key text NOT NULL,
        subject text NOT NULL,
        variant text NOT NULL,
        first_at timestamptz NOT NULL,
        mixed boolean NOT NULL DEFAULT false,
        PRIMARY KEY (tenant_id, environment, flag_key, subject)
    )
    """,
    "CREATE INDEX flag_exposures_by_age ON flag_exposures (first_at)",
)


def upgrade() -> None:
    """Apply."""
    for statement in STATEMENTS:
        op.execute(statement)
