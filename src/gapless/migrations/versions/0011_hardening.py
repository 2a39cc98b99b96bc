"""Demo sign-ins are marked, and the heads of the audit chains are guarded."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE admins ADD COLUMN is_demo boolean NOT NULL DEFAULT false",
    """
    CREATE FUNCTION audit_heads_only_grow() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' THEN
            IF NEW.chain = OLD.chain AND NEW.sequence = OLD.sequence + 1 THEN
                RETURN NEW;
            END IF;
        END IF;
        RAISE EXCEPTION 'audit_heads only grow: % refused', TG_OP
            USING ERRCODE = 'insufficient_privilege';
    END $$
    """,
    """
    CREATE TRIGGER audit_heads_no_change BEFORE UPDATE OR DELETE ON audit_heads
        FOR EACH ROW EXECUTE FUNCTION audit_heads_only_grow()
    """,
    """
    CREATE TRIGGER audit_heads_no_truncate BEFORE TRUNCATE ON audit_heads
        FOR EACH STATEMENT EXECUTE FUNCTION audit_heads_only_grow()
    """,
    "CREATE INDEX jobs_unfinished ON jobs (created_at) WHERE state IN ('queued', 'running')",
)


def upgrade() -> None:
    """Apply."""
    for statement in STATEMENTS:
        op.execute(statement)
