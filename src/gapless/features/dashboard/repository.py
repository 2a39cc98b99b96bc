"""SQL of the dashboard: reads what other rooms store, by table, for one brand."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_CATALOGUE = text("""
    SELECT count(*) AS games_total,
           count(*) FILTER (WHERE is_active) AS games_active,
           count(DISTINCT provider) AS providers
    FROM games WHERE tenant_id = :tenant
""")
_TABLES = text("""
    SELECT count(*) AS live_tables, count(*) FILTER (WHERE status = 'online') AS live_tables_online
    FROM live_tables WHERE tenant_id = :tenant
""")
_JOBS = text("""
    SELECT count(*) FILTER (WHERE state = 'queued') AS queued,
           count(*) FILTER (WHERE state = 'running') AS running,
           count(*) FILTER (WHERE state = 'failed' AND finished_at > now() - interval '24 hours')
               AS failed_24h
    FROM jobs WHERE tenant_id = :tenant
""")
_ADMINS_ONLINE = text("""
    SELECT count(DISTINCT s.admin_id) FROM sessions s JOIN admins a ON a.id = s.admin_id
    WHERE a.tenant_id = :tenant AND s.revoked_at IS NULL AND s.expires_at > now()
      AND s.last_seen_at > now() - interval '5 minutes'
""")
_FAILED_JOBS = text("""
    SELECT id, kind, finished_at, error ->> 'message' AS message FROM jobs
    WHERE tenant_id = :tenant AND state = 'failed' AND finished_at > now() - interval '24 hours'
    ORDER BY finished_at DESC LIMIT 20
""")
_DENIED = text("""
    SELECT count(*) AS times, max(timestamp) AS latest FROM audit_events
    WHERE tenant_id = :tenant AND action = 'auth.login' AND status <> 'SUCCESS'
      AND timestamp > now() - interval '1 hour'
""")
_ACTIVITY = text("""
    SELECT id, timestamp, action, status, actor_email, resource_type, resource_id
    FROM audit_events WHERE tenant_id = :tenant ORDER BY timestamp DESC LIMIT 12
""")


class DashboardRepository:
    """The numbers of one brand."""

    def __init__(self, db: AsyncSession, tenant_id: str) -> None:
        self.db = db
        self._tenant = {"tenant": tenant_id}

    async def catalogue(self) -> dict[str, int]:
        """Games, active games, providers, live tables."""
        games = (await self.db.execute(_CATALOGUE, self._tenant)).mappings().one()
        tables = (await self.db.execute(_TABLES, self._tenant)).mappings().one()
        return {**games, **tables}

    async def jobs(self) -> dict[str, int]:
        """Background jobs by state."""
        return dict((await self.db.execute(_JOBS, self._tenant)).mappings().one())

    async def admins_online(self) -> int:
        """Admins who did something in the last five minutes."""
        return int(await self.db.scalar(_ADMINS_ONLINE, self._tenant) or 0)

    async def failed_jobs(self) -> list[dict[str, Any]]:
        """Jobs that failed in the last day, newest first."""
        return [dict(r) for r in (await self.db.execute(_FAILED_JOBS, self._tenant)).mappings()]

    async def refused_sign_ins(self) -> dict[str, Any]:
        """Refused sign-ins of the last hour: `times` and `latest`."""
        return dict((await self.db.execute(_DENIED, self._tenant)).mappings().one())

    async def activity(self) -> list[dict[str, Any]]:
        """The newest audit rows."""
        return [dict(r) for r in (await self.db.execute(_ACTIVITY, self._tenant)).mappings()]
