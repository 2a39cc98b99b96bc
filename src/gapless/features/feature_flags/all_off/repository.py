"""SQL of turning everything off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.feature_flags.all_off.models import FlagAllOff
from gapless.features.feature_flags.models import Flag, FlagConfiguration, FlagVersion
from gapless.features.feature_flags.ramps.models import FlagRamp
from gapless.features.feature_flags.schedule.models import FlagScheduledChange


class AllOffRepository:
    """One brand's flags as a whole."""

    def __init__(self, db: AsyncSession, tenant_id: str) -> None:
        self.db = db
        self.tenant_id = tenant_id

    async def on(self, environments: Sequence[str]) -> list[dict[str, Any]]:
        """The flags that are on in those environments, by name."""
        rows = await self.db.execute(
            select(Flag.id.label("flag"), Flag.key, Flag.name, FlagConfiguration.environment)
            .join(FlagConfiguration, FlagConfiguration.flag_id == Flag.id)
            .where(
                Flag.tenant_id == self.tenant_id,
                Flag.archived_at.is_(None),
                FlagConfiguration.environment.in_(environments),
                FlagConfiguration.enabled,
            )
            .order_by(func.lower(Flag.name), Flag.id, FlagConfiguration.environment)
        )
        return [{**row._mapping, "flag": str(row.flag)} for row in rows]

    async def waiting(self, environments: Sequence[str]) -> tuple[int, int]:
        """How many scheduled changes would turn a flag on, and how many ramps run."""
        schedules = await self.db.scalar(
            select(func.count())
            .select_from(FlagScheduledChange)
            .where(*self._schedules(environments))
        )
        ramps = await self.db.scalar(
            select(func.count())
            .select_from(FlagRamp)
            .where(
                FlagRamp.tenant_id == self.tenant_id,
                FlagRamp.environment.in_(environments),
                FlagRamp.status == "running",
            )
        )
        return schedules or 0, ramps or 0

    def _schedules(self, environments: Sequence[str]) -> list[Any]:
        return [
            FlagScheduledChange.tenant_id == self.tenant_id,
            FlagScheduledChange.environment.in_(environments),
            FlagScheduledChange.status == "pending",
            FlagScheduledChange.patch["enabled"].as_boolean().is_(True),
        ]

    async def hold(self, environments: Sequence[str]) -> dict[str, Any]:
        """Hold what would turn flags on again; the ids of what was held."""
        schedules = await self.db.scalars(
            update(FlagScheduledChange)
            .where(*self._schedules(environments))
            .values(status="held")
            .returning(FlagScheduledChange.id)
            .execution_options(synchronize_session=False)
        )
        ramps = await self.db.scalars(
            update(FlagRamp)
            .where(
                FlagRamp.tenant_id == self.tenant_id,
                FlagRamp.environment.in_(environments),
                FlagRamp.status == "running",
            )
            .values(status="held", outcome={"code": "all_off"})
            .returning(FlagRamp.id)
            .execution_options(synchronize_session=False)
        )
        return {"schedules": [str(i) for i in schedules], "ramps": [str(i) for i in ramps]}

    async def release(self, held: dict[str, Any], now: datetime) -> int:
        """Let go on what was held; how many scheduled changes are too late for it."""
        schedules = [UUID(i) for i in held["schedules"]]
        still = [
            FlagScheduledChange.tenant_id == self.tenant_id,
            FlagScheduledChange.id.in_(schedules),
            FlagScheduledChange.status == "held",
        ]
        await self.db.execute(
            update(FlagScheduledChange)
            .where(*still, FlagScheduledChange.due_at > now)
            .values(status="pending")
            .execution_options(synchronize_session=False)
        )
        missed = await self.db.scalars(
            update(FlagScheduledChange)
            .where(*still)
            .values(status="cancelled", ended_at=now, error={"error_code": "MISSED"})
            .returning(FlagScheduledChange.id)
            .execution_options(synchronize_session=False)
        )
        await self.db.execute(
            update(FlagRamp)
            .where(
                FlagRamp.tenant_id == self.tenant_id,
                FlagRamp.id.in_([UUID(i) for i in held["ramps"]]),
                FlagRamp.status == "held",
            )
            .values(status="running", outcome=None)
            .execution_options(synchronize_session=False)
        )
        return len(missed.all())

    async def history(self) -> list[FlagAllOff]:
        """The last times that everything was turned off, newest first."""
        return list(
            await self.db.scalars(
                select(FlagAllOff)
                .where(FlagAllOff.tenant_id == self.tenant_id)
                .order_by(FlagAllOff.at.desc())
                .limit(10)
            )
        )

    async def touched_since(self, flag_id: UUID, version: int) -> set[str]:
        """The environments in which a flag was changed after that version."""
        rows = await self.db.scalars(
            select(FlagVersion.environments).where(
                FlagVersion.flag_id == flag_id, FlagVersion.number > version
            )
        )
        return {name for environments in rows for name in environments}

    async def get(self, all_off_id: UUID) -> FlagAllOff | None:
        """One of those times, locked until the transaction ends."""
        found: FlagAllOff | None = await self.db.scalar(
            select(FlagAllOff)
            .where(FlagAllOff.tenant_id == self.tenant_id, FlagAllOff.id == all_off_id)
            .with_for_update()
        )
        return found
