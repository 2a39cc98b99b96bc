"""The game catalogue and the live tables."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE games (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        tenant_id text NOT NULL REFERENCES tenants,
        provider text NOT NULL,
        external_id text NOT NULL,
        name text NOT NULL,
        category text NOT NULL,
        type text NOT NULL,
        rtp numeric(7, 4) CHECK (rtp >= 0 AND rtp <= 100),
        volatility text,
        image_url text,
        tags jsonb NOT NULL DEFAULT '[]',
        configuration jsonb NOT NULL DEFAULT '{}',
        is_active boolean NOT NULL DEFAULT true,
        is_special_game boolean NOT NULL DEFAULT false,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (tenant_id, provider, external_id)
    )
    """,
    "CREATE INDEX games_by_name ON games (tenant_id, lower(name), id)",
    "CREATE INDEX games_by_category ON games (tenant_id, lower(category))",
    "CREATE INDEX games_by_tag ON games USING gin (tags)",
    """
    CREATE TABLE live_tables (
        id uuid PRIMARY KEY,
        tenant_id text NOT NULL REFERENCES tenants,
        name text NOT NULL,
        provider text NOT NULL,
        game_type text NOT NULL,
        min_bet numeric(20, 4) NOT NULL CHECK (min_bet > 0),
        max_bet numeric(20, 4) NOT NULL CHECK (max_bet >= min_bet),
        currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
        status text NOT NULL CHECK (status IN ('online', 'offline', 'maintenance')),
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
    )
    """,
    "CREATE UNIQUE INDEX live_tables_by_name ON live_tables (tenant_id, provider, lower(name))",
)


def upgrade() -> None:
    """Apply."""
    for statement in STATEMENTS:
        op.execute(statement)
