"""What programs say of a gap is kept as code and parameters, to be read in either language."""

from __future__ import annotations

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE gap_transitions ADD COLUMN message jsonb",
    "ALTER TABLE gap_runs ADD COLUMN message jsonb, ADD COLUMN refused_message jsonb",
)


def upgrade() -> None:
    """Apply."""
    for statement in STATEMENTS:
        op.execute(statement)
