"""When the token of an ended session was first shown again."""

from __future__ import annotations

from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.execute("ALTER TABLE sessions ADD COLUMN reused_at timestamptz")
