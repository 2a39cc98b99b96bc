"""SQL of ramps."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.feature_flags.ramps.models import FlagRamp


class RampRepository:
    """The ramps of one brand."""

    def __init__(self, db: AsyncSession, tenant_id: str) -> None:
        self.db = db
        self.tenant_id = tenant_id

    async def all(self, flag_id: UUID) -> list[FlagRamp]:
        """The ramps of a flag, newest first."""
        return list(
            await self.db.scalars(
                select(FlagRamp)
                .where(FlagRamp.tenant_id == self.tenant_id, FlagRamp.flag_id == flag_id)
                .order_by(FlagRamp.created_at.desc())
                .limit(100)
            )
        )

    async def get(self, ramp_id: UUID) -> FlagRamp | None:
        """One ramp, locked until the transaction ends."""
        found: FlagRamp | None = await self.db.scalar(
            select(FlagRamp)
            .where(FlagRamp.tenant_id == self.tenant_id, FlagRamp.id == ramp_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        return found


async def running(db: AsyncSession) -> list[tuple[str, UUID]]:
    """Every running ramp of every brand."""
    rows = await db.execute(
        select(FlagRamp.tenant_id, FlagRamp.id)
        .where(FlagRamp.status == "running")
        .order_by(FlagRamp.next_at)
    )
    return [(tenant_id, ramp_id) for tenant_id, ramp_id in rows]
