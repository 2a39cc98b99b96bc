"""Catalogue imports: the jobs, their rows, what they changed, and saved mappings."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE game_imports (
        id uuid PRIMARY KEY,
        tenant_id text NOT NULL REFERENCES tenants,
        status text NOT NULL CHECK (status IN (
            'queued', 'running', 'needs_mapping', 'ready', 'importing', 'completed', 'failed',
            'cancelled', 'undone')),
        blob_id uuid REFERENCES blobs ON DELETE SET NULL,
        background_job_id uuid REFERENCES jobs,
        filename text NOT NULL,
        content_type text,
        size bigint NOT NULL,
        format text,
        encoding text,
        member text,
        client_type text,
        launch_url text,
        min_version text,
        source_label text,
        notes text,
        mapping jsonb,
        mapping_origin text CHECK (mapping_origin IN ('known', 'saved', 'chosen')),
        proposal jsonb,
        total_items integer NOT NULL DEFAULT 0,
        counts jsonb NOT NULL DEFAULT '{}',
        notices jsonb NOT NULL DEFAULT '[]',
        error_summary jsonb,
        result jsonb,
        created_by uuid,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        finished_at timestamptz
    )
    """,
    "CREATE INDEX game_imports_of_tenant ON game_imports (tenant_id, created_at DESC)",
    """
    CREATE TABLE game_import_rows (
        import_id uuid NOT NULL REFERENCES game_imports ON DELETE CASCADE,
        row_number integer NOT NULL,
        status text NOT NULL CHECK (status IN (
            'valid', 'invalid', 'duplicate', 'update', 'unchanged')),
        external_id text,
        provider text,
        name text,
        category text,
        type text,
        rtp numeric(7, 4),
        volatility text,
        image_url text,
        tags jsonb,
        extra jsonb,
        fingerprint bytea,
        errors jsonb,
        notes jsonb,
        changes jsonb,
        game_id uuid,
        first_row integer,
        conflict boolean NOT NULL DEFAULT false,
        resolution text CHECK (resolution IN ('folded', 'kept', 'excluded')),
        PRIMARY KEY (import_id, row_number)
    )
    """,
    "CREATE INDEX game_import_rows_by_status ON game_import_rows (import_id, status, row_number)",
    """
    CREATE TABLE game_import_changes (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        import_id uuid NOT NULL REFERENCES game_imports ON DELETE CASCADE,
        game_id uuid NOT NULL,
        before jsonb
    )
    """,
    "CREATE INDEX game_import_changes_of_import ON game_import_changes (import_id)",
    "CREATE INDEX game_import_changes_of_game ON game_import_changes (game_id, id)",
    """
    CREATE TABLE game_import_mappings (
        id uuid PRIMARY KEY,
        tenant_id text NOT NULL REFERENCES tenants,
        name text NOT NULL,
        headers jsonb NOT NULL,
        mapping jsonb NOT NULL,
        created_by uuid,
        updated_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (tenant_id, name)
    )
    """,
)


def upgrade() -> None:
    """Apply."""
    for statement in STATEMENTS:
        op.execute(statement)
