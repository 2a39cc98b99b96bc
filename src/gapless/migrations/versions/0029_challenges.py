"""A sign-in on its way is kept by who signs in, sealed: no table for it."""

from __future__ import annotations

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.execute("DROP TABLE sign_in_challenges")
