"""Emergency access from the server's own command line."""

from __future__ import annotations

from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE admins ADD COLUMN is_emergency boolean NOT NULL DEFAULT false",
    """
    CREATE TABLE break_glass (
        id uuid PRIMARY KEY,
        admin_id uuid NOT NULL REFERENCES admins ON DELETE CASCADE,
        session_id uuid REFERENCES sessions ON DELETE SET NULL,
        token_hash bytea NOT NULL UNIQUE,
        opened_for text NOT NULL,
        opened_from text NOT NULL,
        reason text NOT NULL,
        minutes integer NOT NULL CHECK (minutes BETWEEN 5 AND 240),
        created_at timestamptz NOT NULL DEFAULT now(),
        link_ends_at timestamptz NOT NULL,
        used_at timestamptz,
        ends_at timestamptz,
        ended_at timestamptz,
        CHECK ((used_at IS NULL) = (ends_at IS NULL))
    )
    """,
    "CREATE INDEX break_glass_open ON break_glass (created_at) WHERE ended_at IS NULL",
)


def upgrade() -> None:
    """Apply."""
    for statement in STATEMENTS:
        op.execute(statement)
