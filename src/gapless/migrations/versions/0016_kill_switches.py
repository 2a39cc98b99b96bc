"""Kill switches in a table of their own, and how much is asked of each module."""

from __future__ import annotations

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE kill_switches (
        id uuid PRIMARY KEY,
        tenant_id text REFERENCES tenants,
        module text NOT NULL,
        reason text NOT NULL,
        thrown_at timestamptz NOT NULL DEFAULT now(),
        thrown_by uuid,
        thrown_by_email text,
        until timestamptz CHECK (until > thrown_at),
        ended_at timestamptz,
        ending text CHECK (ending IN ('lifted', 'expired', 'replaced')),
        lifted_by uuid,
        lifted_by_email text,
        lift_reason text,
        CHECK ((ended_at IS NULL) = (ending IS NULL))
    )
    """,
    # One that stands for a module and a brand (or all brands) at a time.
    """
    CREATE UNIQUE INDEX kill_switches_standing ON kill_switches (coalesce(tenant_id, ''), module)
        WHERE ended_at IS NULL
    """,
    "CREATE INDEX kill_switches_by_time ON kill_switches (thrown_at DESC, id DESC)",
    # The platform itself (requests of nobody yet known) counts under the empty brand.
    """
    CREATE TABLE module_traffic (
        minute timestamptz NOT NULL,
        module text NOT NULL,
        tenant_id text NOT NULL,
        requests bigint NOT NULL,
        PRIMARY KEY (minute, module, tenant_id)
    )
    """,
    # What stood in the brands' features, as far as it named a module that exists.
    """
    INSERT INTO kill_switches (id, tenant_id, module, reason)
    SELECT gen_random_uuid(), t.id, s.key, 'Switched off before reasons were kept'
    FROM tenants t, jsonb_each(t.features -> 'kill_switches') s
    WHERE jsonb_typeof(t.features -> 'kill_switches') = 'object' AND s.value = 'true'
        AND s.key IN ('games', 'game_import', 'crm', 'affiliates', 'experiments', 'kill_switch')
    """,
    """
    UPDATE tenants SET features = features - 'kill_switches', version = version + 1
    WHERE features ? 'kill_switches'
    """,
)


def upgrade() -> None:
    """Apply."""
    for statement in STATEMENTS:
        op.execute(statement)
