"""OpenAPI documents of servers under test, which uploads are joined with."""

from __future__ import annotations

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE gap_servers (
        id uuid PRIMARY KEY,
        name text NOT NULL,
        filename text NOT NULL,
        operations integer NOT NULL,
        sha256 text NOT NULL UNIQUE,
        document text NOT NULL,
        added_by text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
    )
    """,
)


def upgrade() -> None:
    """Apply."""
    for statement in STATEMENTS:
        op.execute(statement)
