"""The gap register: its text, its log, what proves it, and what was found."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0003"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE gap_register (
        id integer PRIMARY KEY CHECK (id = 1),
        version integer NOT NULL
    )
    """,
    "INSERT INTO gap_register (id, version) VALUES (1, 0)",
    """
    CREATE TABLE gap_documents (
        language text PRIMARY KEY CHECK (language IN ('en', 'tr')),
        text text NOT NULL,
        updated_at timestamptz NOT NULL DEFAULT now()
    )
    """,
    """
    CREATE TABLE gap_entries (
        gap_id text PRIMARY KEY,
        version integer NOT NULL DEFAULT 1,
        contract text,
        breach_told_due timestamptz,
        updated_at timestamptz NOT NULL DEFAULT now()
    )
    """,
    """
    CREATE TABLE gap_transitions (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        gap_id text NOT NULL,
        before text,
        after text NOT NULL,
        at timestamptz NOT NULL,
        by text NOT NULL,
        cause text NOT NULL CHECK (cause IN ('import', 'move', 'verify')),
        reason text NOT NULL,
        evidence jsonb NOT NULL DEFAULT '[]'
    )
    """,
    "CREATE INDEX gap_transitions_of_gap ON gap_transitions (gap_id, id)",
    """
    CREATE TABLE gap_evidence (
        sha256 text PRIMARY KEY CHECK (sha256 ~ '^[0-9a-f]{64}$'),
        media_type text NOT NULL,
        size integer NOT NULL,
        data bytea NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
    )
    """,
    """
    CREATE TABLE gap_runs (
        id uuid PRIMARY KEY,
        gap_id text NOT NULL,
        job_id uuid NOT NULL,
        outcome text NOT NULL CHECK (outcome IN ('passed', 'failed', 'error')),
        summary text NOT NULL,
        before text,
        after text,
        refused text NOT NULL DEFAULT '',
        evidence jsonb NOT NULL DEFAULT '[]',
        started_at timestamptz NOT NULL,
        finished_at timestamptz NOT NULL,
        UNIQUE (job_id, gap_id)
    )
    """,
    "CREATE INDEX gap_runs_of_gap ON gap_runs (gap_id, started_at DESC)",
    """
    CREATE TABLE gap_captures (
        id uuid PRIMARY KEY,
        filename text NOT NULL,
        kind text NOT NULL CHECK (kind IN ('har', 'scan')),
        size bigint NOT NULL,
        sha256 text NOT NULL,
        findings integer NOT NULL,
        fresh integer NOT NULL,
        notices jsonb NOT NULL DEFAULT '[]',
        uploaded_by text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
    )
    """,
    """
    CREATE TABLE gap_findings (
        fingerprint text PRIMARY KEY,
        kind text NOT NULL,
        method text NOT NULL,
        path text NOT NULL,
        field text NOT NULL,
        title text NOT NULL,
        why text NOT NULL,
        severity text NOT NULL,
        severity_why text NOT NULL,
        module text NOT NULL,
        confidence text NOT NULL,
        places jsonb NOT NULL DEFAULT '[]',
        facts jsonb NOT NULL DEFAULT '{}',
        first_seen timestamptz NOT NULL,
        last_seen timestamptz NOT NULL,
        count integer NOT NULL DEFAULT 1,
        capture_id uuid NOT NULL REFERENCES gap_captures,
        gap_id text
    )
    """,
    "CREATE INDEX gap_findings_of_gap ON gap_findings (gap_id)",
    # What proves a gap is only ever added to.
    """
    CREATE FUNCTION gap_records_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
            USING ERRCODE = 'insufficient_privilege';
    END $$
    """,
    """
    CREATE TRIGGER gap_transitions_no_change BEFORE UPDATE OR DELETE ON gap_transitions
        FOR EACH ROW EXECUTE FUNCTION gap_records_are_append_only()
    """,
    """
    CREATE TRIGGER gap_evidence_no_change BEFORE UPDATE OR DELETE ON gap_evidence
        FOR EACH ROW EXECUTE FUNCTION gap_records_are_append_only()
    """,
)


def upgrade() -> None:
    """Apply."""
    for statement in STATEMENTS:
        op.execute(statement)
