"""SQL that reads an environment as the engine compiles it."""

from __future__ import annotations

from typing import Protocol

from gapless.flagengine.compiler import Source
from gapless.platform.database import Database, raw_connection

_READ = """
    SELECT 'version' AS kind, environment AS key, version::text AS content
    FROM flag_environments WHERE tenant_id = $1 AND environment = $2
    UNION ALL
    SELECT 'flag', f.key, (jsonb_build_object(
               'key', f.key, 'type', f.type, 'variants', f.variants, 'enabled', c.enabled
           ) || c.configuration)::text
    FROM flags f JOIN flag_configurations c ON c.flag_id = f.id
    WHERE f.tenant_id = $1 AND c.environment = $2 AND f.archived_at IS NULL
    UNION ALL
    SELECT 'segment', key, jsonb_build_object('key', key, 'when', conditions)::text
    FROM flag_segments WHERE tenant_id = $1
"""
_AT_ONCE = 100
"""Rows read before others get their turn."""


class Loader(Protocol):
    """Where environments come from."""

    async def load(self, tenant_id: str, environment: str) -> Source:
        """The environment as it is stored now. One without flags is empty, at version 0."""
        ...


class DatabaseLoader:
    """Reads environments from the tables of flags."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def load(self, tenant_id: str, environment: str) -> Source:
        """The environment as it is stored now, in one statement and so of one moment."""
        version = 0
        flags: dict[str, bytes] = {}
        segments: dict[str, bytes] = {}
        async with self.database.session() as db:
            connection = await raw_connection(db)
            rows = connection.cursor(_READ, tenant_id, environment, prefetch=_AT_ONCE)
            async for kind, key, content in rows:
                if kind == "version":
                    version = int(content)
                else:
                    (flags if kind == "flag" else segments)[key] = content.encode()
        return Source(version, dict(sorted(flags.items())), dict(sorted(segments.items())))
