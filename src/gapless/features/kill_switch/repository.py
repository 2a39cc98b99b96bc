"""SQL of the kill switch."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.platform.identity import Tenant
from gapless.platform.jobs import BackgroundJob
from gapless.platform.switches.store import KillSwitch

_TRAFFIC = text("""
    SELECT tenant_id, sum(requests)::bigint AS hour,
        (sum(requests) FILTER (WHERE minute > :five_minutes_ago))::bigint AS five_minutes
    FROM module_traffic WHERE module = :module AND minute > :hour_ago GROUP BY tenant_id
""")
_LINE = 7_233_004_188_120_003


class SwitchRepository:
    """Every switch of every brand: for platform owners alone."""

    def __init__(self, db: AsyncSession) -> None:
        self.db = db

    async def stand_in_line(self) -> None:
        """Wait for whoever changes a switch at the moment; hold others up until the commit."""
        await self.db.execute(select(func.pg_advisory_xact_lock(_LINE)))

    async def unended(self, module: str, tenant_id: str | None) -> KillSwitch | None:
        """The switch that nothing has ended yet; its own end may have passed."""
        found: KillSwitch | None = await self.db.scalar(
            select(KillSwitch).where(
                KillSwitch.module == module,
                KillSwitch.tenant_id.is_not_distinct_from(tenant_id),
                KillSwitch.ended_at.is_(None),
            )
        )
        return found

    async def past_their_end(self, now: datetime) -> list[KillSwitch]:
        """Switches that have fallen by the clock and are not written down as ended."""
        rows = await self.db.scalars(
            select(KillSwitch).where(KillSwitch.ended_at.is_(None), KillSwitch.until <= now)
        )
        return list(rows)

    async def find(self, switch_id: UUID) -> KillSwitch | None:
        """One switch, present or past."""
        return await self.db.get(KillSwitch, switch_id)

    async def page(
        self, module: str | None, tenant_id: str | None, offset: int, limit: int
    ) -> tuple[list[KillSwitch], int]:
        """A page of all switches, the newest first, and how many there are."""
        query = select(KillSwitch)
        if module is not None:
            query = query.where(KillSwitch.module == module)
        if tenant_id is not None:
            query = query.where(KillSwitch.tenant_id == tenant_id)
        total = await self.db.scalar(select(func.count()).select_from(query.subquery()))
        newest = query.order_by(KillSwitch.thrown_at.desc(), KillSwitch.id.desc())
        rows = await self.db.scalars(newest.offset(offset).limit(limit))
        return list(rows), total or 0

    async def brand_names(self) -> dict[str, str]:
        """The name of every brand, by id, in the order of the names."""
        rows = await self.db.execute(
            select(Tenant.id, Tenant.name).order_by(func.lower(Tenant.name), Tenant.id)
        )
        return {row.id: row.name for row in rows}

    async def traffic(self, module: str, now: datetime) -> dict[str, tuple[int, int]]:
        """Requests of the last five minutes and of the last hour, by brand ('' is nobody yet)."""
        rows = await self.db.execute(
            _TRAFFIC,
            {
                "module": module,
                "hour_ago": now - timedelta(hours=1),
                "five_minutes_ago": now - timedelta(minutes=5),
            },
        )
        return {row.tenant_id: (row.five_minutes or 0, row.hour) for row in rows}

    async def unfinished_jobs(
        self, kinds: Sequence[str], tenant_id: str | None
    ) -> dict[tuple[str, str], int]:
        """How many jobs of these kinds wait and run, by kind and state."""
        query = select(BackgroundJob.kind, BackgroundJob.state, func.count()).where(
            BackgroundJob.kind.in_(kinds), BackgroundJob.state.in_(("queued", "running"))
        )
        if tenant_id is not None:
            query = query.where(BackgroundJob.tenant_id == tenant_id)
        rows = await self.db.execute(query.group_by(BackgroundJob.kind, BackgroundJob.state))
        return {(kind, state): count for kind, state, count in rows}
