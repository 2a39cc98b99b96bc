"""The kinds of acts in the audit log can be listed without reading it."""

from __future__ import annotations

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.execute("CREATE INDEX audit_events_by_action ON audit_events (action, status)")
