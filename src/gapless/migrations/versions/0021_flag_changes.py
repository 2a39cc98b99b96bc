"""What is done with flags over time: segments, requests, schedules, ramps, all-off, metrics."""

from __future__ import annotations

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE flag_segments (
        id uuid PRIMARY KEY,
        tenant_id text NOT NULL REFERENCES tenants,
        key text NOT NULL,
        name text NOT NULL,
        description text NOT NULL DEFAULT '',
        conditions jsonb NOT NULL,
        version integer NOT NULL DEFAULT 1,
        created_by text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_by text NOT NULL,
        updated_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (tenant_id, key)
    )
    """,
    # A wish that waits for the consent of others. `operation` is what is done once it has it.
    """
    CREATE TABLE flag_change_requests (
        id uuid PRIMARY KEY,
        tenant_id text NOT NULL REFERENCES tenants,
        flag_id uuid NOT NULL REFERENCES flags,
        operation jsonb NOT NULL,
        environments jsonb NOT NULL,
        base_version integer NOT NULL,
        required integer NOT NULL CHECK (required > 0),
        comment text NOT NULL,
        status text NOT NULL CHECK (status IN ('open', 'applied', 'rejected', 'withdrawn')),
        author_id uuid,
        author text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        closed_at timestamptz,
        applied_version integer
    )
    """,
    "CREATE INDEX flag_change_requests_by_status ON flag_change_requests (tenant_id, status)",
    "CREATE INDEX flag_change_requests_of_flag ON flag_change_requests (flag_id, created_at)",
    """
    CREATE TABLE flag_approvals (
        request_id uuid NOT NULL REFERENCES flag_change_requests,
        admin_id uuid NOT NULL,
        admin text NOT NULL,
        decision text NOT NULL CHECK (decision IN ('approved', 'rejected')),
        comment text NOT NULL DEFAULT '',
        at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (request_id, admin_id)
    )
    """,
    """
    CREATE TABLE flag_scheduled_changes (
        id uuid PRIMARY KEY,
        tenant_id text NOT NULL REFERENCES tenants,
        flag_id uuid NOT NULL REFERENCES flags,
        environment text NOT NULL CHECK (environment IN ('production', 'staging', 'development')),
        patch jsonb NOT NULL,
        base_version integer NOT NULL,
        due_at timestamptz NOT NULL,
        status text NOT NULL
            CHECK (status IN ('pending', 'held', 'applied', 'failed', 'cancelled')),
        comment text NOT NULL DEFAULT '',
        request_id uuid REFERENCES flag_change_requests,
        job_id uuid,
        author text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        ended_at timestamptz,
        error jsonb
    )
    """,
    "CREATE INDEX flag_scheduled_changes_of_flag ON flag_scheduled_changes (flag_id, due_at)",
    """
    CREATE INDEX flag_scheduled_changes_waiting ON flag_scheduled_changes (tenant_id, due_at)
        WHERE status IN ('pending', 'held')
    """,
    """
    CREATE TABLE flag_ramps (
        id uuid PRIMARY KEY,
        tenant_id text NOT NULL REFERENCES tenants,
        flag_id uuid NOT NULL REFERENCES flags,
        environment text NOT NULL CHECK (environment IN ('production', 'staging', 'development')),
        rule text,
        variant text NOT NULL,
        rest text NOT NULL,
        bucket_by text NOT NULL,
        salt text NOT NULL,
        steps jsonb NOT NULL,
        guardrails jsonb NOT NULL DEFAULT '[]',
        step integer NOT NULL DEFAULT 0,
        status text NOT NULL CHECK (status IN
            ('running', 'paused', 'held', 'completed', 'rolled_back', 'stopped', 'cancelled')),
        next_at timestamptz,
        serve_before jsonb NOT NULL,
        serve_written jsonb NOT NULL,
        outcome jsonb,
        comment text NOT NULL DEFAULT '',
        request_id uuid REFERENCES flag_change_requests,
        author text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        ended_at timestamptz
    )
    """,
    "CREATE INDEX flag_ramps_of_flag ON flag_ramps (flag_id, created_at)",
    "CREATE INDEX flag_ramps_running ON flag_ramps (next_at) WHERE status = 'running'",
    """
    CREATE UNIQUE INDEX flag_ramps_one_at_a_time ON flag_ramps (flag_id, environment)
        WHERE status IN ('running', 'paused', 'held')
    """,
    """
    CREATE TABLE flag_all_off (
        id uuid PRIMARY KEY,
        tenant_id text NOT NULL REFERENCES tenants,
        environments jsonb NOT NULL,
        reason text,
        switched jsonb NOT NULL,
        held jsonb NOT NULL,
        author text NOT NULL,
        at timestamptz NOT NULL,
        undone_by text,
        undone_at timestamptz,
        undo jsonb
    )
    """,
    "CREATE INDEX flag_all_off_of_tenant ON flag_all_off (tenant_id, at DESC)",
    # What guardrails and experiments are judged by: one measured value of one subject.
    """
    CREATE TABLE flag_metrics (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        tenant_id text NOT NULL REFERENCES tenants,
        environment text NOT NULL CHECK (environment IN ('production', 'staging', 'development')),
        metric text NOT NULL,
        value double precision NOT NULL,
        subject text,
        flag_key text,
        variant text,
        at timestamptz NOT NULL DEFAULT now()
    )
    """,
    "CREATE INDEX flag_metrics_of_metric ON flag_metrics (tenant_id, environment, metric, at)",
    "CREATE INDEX flag_metrics_by_time ON flag_metrics USING brin (at)",
)


def upgrade() -> None:
    """Apply."""
    for statement in STATEMENTS:
        op.execute(statement)
