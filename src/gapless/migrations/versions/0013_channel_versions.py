"""The versions of what processes listen to."""

from __future__ import annotations

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.execute("CREATE TABLE channel_versions (channel text PRIMARY KEY, version bigint NOT NULL)")
