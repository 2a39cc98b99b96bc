"""The API key that asked for a change of a flag."""

from __future__ import annotations

from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.execute("ALTER TABLE flag_change_requests ADD COLUMN author_key_id uuid")
