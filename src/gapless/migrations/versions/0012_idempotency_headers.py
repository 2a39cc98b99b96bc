"""A repeated answer keeps its headers."""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.execute("ALTER TABLE idempotency_keys ADD COLUMN headers jsonb")
