"""Flags put into the database as the engine spells them, and programs that ask for them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

import httpx
from sqlalchemy import text

from gapless.features.feature_flags.repository import CHANNEL
from gapless.platform.database import Database
from gapless.platform.notifications import announce
from tests.support.house import House

_FLAG = text("""
    INSERT INTO flags (id, tenant_id, key, name, type, scope, environment, variants,
                       created_by, updated_by)
    VALUES (:id, :tenant, :key, :key, :type, 'both', 'production', CAST(:variants AS jsonb),
            'test', 'test')
    ON CONFLICT (tenant_id, key) DO UPDATE SET type = excluded.type, variants = excluded.variants
    RETURNING id
""")
_CONFIGURATION = text("""
    INSERT INTO flag_configurations (flag_id, environment, tenant_id, enabled, configuration,
                                     updated_by)
    VALUES (:id, :environment, :tenant, :enabled, CAST(:configuration AS jsonb), 'test')
    ON CONFLICT (flag_id, environment)
    DO UPDATE SET enabled = excluded.enabled, configuration = excluded.configuration
""")
_SEGMENT = text("""
    INSERT INTO flag_segments (id, tenant_id, key, name, conditions, created_by, updated_by)
    VALUES (:id, :tenant, :key, :key, CAST(:conditions AS jsonb), 'test', 'test')
    ON CONFLICT (tenant_id, key) DO UPDATE SET conditions = excluded.conditions
""")
_VERSION = text("""
    INSERT INTO flag_environments (tenant_id, environment, version)
    VALUES (:tenant, :environment, 1)
    ON CONFLICT (tenant_id, environment) DO UPDATE SET version = flag_environments.version + 1
    RETURNING version
""")


async def publish(
    database: Database,
    tenant_id: str,
    *flags: dict[str, Any],
    segments: Iterable[dict[str, Any]] = (),
    environment: str = "production",
) -> tuple[int, int]:
    """Store flags and announce them. Returns the environment's version and the channel's."""
    async with database.session() as db:
        for one in flags:
            flag_id = await db.scalar(
                _FLAG,
                {
                    "id": uuid4(),
                    "tenant": tenant_id,
                    "key": one["key"],
                    "type": one["type"],
                    "variants": json.dumps(one["variants"]),
                },
            )
            rest = {k: v for k, v in one.items() if k not in ("key", "type", "variants", "enabled")}
            await db.execute(
                _CONFIGURATION,
                {
                    "id": flag_id,
                    "environment": environment,
                    "tenant": tenant_id,
                    "enabled": one.get("enabled", True),
                    "configuration": json.dumps(rest),
                },
            )
        for segment in segments:
            await db.execute(
                _SEGMENT,
                {
                    "id": uuid4(),
                    "tenant": tenant_id,
                    "key": segment["key"],
                    "conditions": json.dumps(segment["when"]),
                },
            )
        version = await db.scalar(_VERSION, {"tenant": tenant_id, "environment": environment})
        told = {"tenant": tenant_id, "environments": {environment: version}}
        announced = await announce(db, CHANNEL, json.dumps(told))
        await db.commit()
    return version or 0, announced


async def program(house: House, *scopes: str, environment: str | None = None) -> httpx.AsyncClient:
    """A program with an API key that may evaluate flags."""
    admin = await house.sign_in("Super Admin")
    body = {"name": "A program", "scopes": list(scopes or ("flags.evaluate",))}
    made = await admin.post("/api-keys/", json=body)
    assert made.status_code == 200, made.text
    headers = {"Authorization": f"Bearer {made.json()['api_key']}"}
    if environment is not None:
        headers["X-Flag-Environment"] = environment
    return house.client(**headers)
