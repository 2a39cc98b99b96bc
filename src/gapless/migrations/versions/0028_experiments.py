"""Experiments: what is asked, who met which variant, and the sums that results are read from."""

from __future__ import annotations

from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE experiments (
        id uuid PRIMARY KEY,
        tenant_id text NOT NULL REFERENCES tenants,
        flag_id uuid NOT NULL REFERENCES flags,
        environment text NOT NULL CHECK (environment IN ('production', 'staging', 'development')),
        name text NOT NULL,
        hypothesis text NOT NULL DEFAULT '',
        owner text,
        status text NOT NULL CHECK (status IN ('draft', 'running', 'paused', 'completed')),
        bucket_by text NOT NULL,
        audience jsonb NOT NULL DEFAULT '[]',
        traffic integer NOT NULL CHECK (traffic BETWEEN 1 AND 100000),
        variants jsonb NOT NULL,
        metrics jsonb NOT NULL,
        alpha double precision NOT NULL,
        power double precision NOT NULL,
        planned_users bigint,
        least_users integer NOT NULL,
        runs jsonb NOT NULL DEFAULT '[]',
        seen_until timestamptz,
        decision jsonb,
        request_id uuid,
        version integer NOT NULL DEFAULT 1,
        started_at timestamptz,
        ended_at timestamptz,
        archived_at timestamptz,
        created_by text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_by text NOT NULL,
        updated_at timestamptz NOT NULL DEFAULT now()
    )
    """,
    "CREATE INDEX experiments_of_tenant ON experiments (tenant_id, created_at DESC)",
    # One at a time divides the users of a flag in an environment.
    """
    CREATE UNIQUE INDEX experiments_dividing ON experiments (flag_id, environment)
        WHERE status IN ('running', 'paused')
    """,
    """
    CREATE TABLE experiment_subjects (
        experiment_id uuid NOT NULL REFERENCES experiments,
        subject text NOT NULL,
        variant text NOT NULL,
        first_at timestamptz NOT NULL,
        mixed boolean NOT NULL DEFAULT false,
        PRIMARY KEY (experiment_id, subject)
    )
    """,
    "CREATE INDEX experiment_subjects_mixed ON experiment_subjects (experiment_id) WHERE mixed",
    """
    CREATE TABLE experiment_values (
        experiment_id uuid NOT NULL REFERENCES experiments,
        metric text NOT NULL,
        subject text NOT NULL,
        y double precision NOT NULL,
        x double precision NOT NULL,
        PRIMARY KEY (experiment_id, metric, subject)
    ) WITH (fillfactor = 80)
    """,
    """
    CREATE TABLE experiment_sums (
        experiment_id uuid NOT NULL REFERENCES experiments,
        day date NOT NULL,
        metric text NOT NULL,
        variant text NOT NULL,
        n bigint NOT NULL,
        y double precision NOT NULL,
        yy double precision NOT NULL,
        x double precision NOT NULL,
        xx double precision NOT NULL,
        xy double precision NOT NULL,
        PRIMARY KEY (experiment_id, day, metric, variant)
    ) WITH (fillfactor = 70)
    """,
    # Values that wait to be folded in; no reference to them, because both are deleted in bulk.
    """
    CREATE TABLE experiment_inbox (
        metric_id bigint PRIMARY KEY,
        tenant_id text NOT NULL
    )
    """,
    "CREATE INDEX experiment_inbox_of_tenant ON experiment_inbox (tenant_id, metric_id)",
    "ALTER TABLE flag_metrics ADD COLUMN event_id text",
    """
    CREATE UNIQUE INDEX flag_metrics_once ON flag_metrics (tenant_id, event_id)
        WHERE event_id IS NOT NULL
    """,
    """
    CREATE INDEX flag_metrics_of_subject ON flag_metrics (tenant_id, subject, metric, at)
        WHERE subject IS NOT NULL
    """,
    # Who met a variant by which rule: an experiment counts those whom its own rule divided.
    "ALTER TABLE flag_exposures ADD COLUMN rule text NOT NULL DEFAULT ''",
    "ALTER TABLE flag_exposures DROP CONSTRAINT flag_exposures_pkey",
    """
    ALTER TABLE flag_exposures
        ADD PRIMARY KEY (tenant_id, environment, flag_key, rule, subject)
    """,
    """
    CREATE INDEX flag_exposures_of_flag
        ON flag_exposures (tenant_id, environment, flag_key, first_at)
    """,
    """
    CREATE INDEX flag_exposures_mixed ON flag_exposures (tenant_id, environment, flag_key)
        WHERE mixed
    """,
)


def upgrade() -> None:
    """Apply."""
    for statement in STATEMENTS:
        op.execute(statement)
