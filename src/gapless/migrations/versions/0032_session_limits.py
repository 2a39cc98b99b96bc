"""Whether a session has to wait for a second factor is asked of each request, and not stored."""

from __future__ import annotations

from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.execute("ALTER TABLE sessions DROP COLUMN limited_to")
