"""What a list of flags tells beside the flags themselves: what waits, what runs, what is stale."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.feature_flags.analytics.repository import AnalyticsRepository
from gapless.features.feature_flags.approvals.models import FlagChangeRequest
from gapless.features.feature_flags.editor import Loaded
from gapless.features.feature_flags.ramps.models import FlagRamp
from gapless.features.feature_flags.schedule.models import FlagScheduledChange
from gapless.features.feature_flags.staleness import Life, Stale, stale_reasons
from gapless.platform import clock


@dataclass(slots=True)
class Overview:
    """What is known of some flags beside themselves."""

    turned_on_later: set[tuple[UUID, str]] = field(default_factory=set)
    requests: dict[UUID, int] = field(default_factory=dict)
    ramping: set[tuple[UUID, str]] = field(default_factory=set)
    stale_after: timedelta = timedelta(days=60)
    lives: dict[str, tuple[datetime, datetime]] = field(default_factory=dict)
    """When each flag was asked for last and first, by key."""

    def evaluated_at(self, one: Loaded) -> datetime | None:
        """The last hour in which a program asked for a flag."""
        found = self.lives.get(one.flag.key)
        return found[0] if found else None

    def stale(self, one: Loaded) -> list[Stale]:
        """Why a flag looks forgotten."""
        if one.flag.archived_at is not None:
            return []
        life = Life(
            created_at=one.flag.created_at,
            expires_at=one.flag.expires_at,
            setups={
                name: (found.enabled, found.configuration, found.updated_at)
                for name, found in one.configurations.items()
            },
            evaluated_at=self.evaluated_at(one),
            counted_since=min((first for _, first in self.lives.values()), default=None),
        )
        return stale_reasons(life, clock.now(), self.stale_after)


async def load_overview(
    db: AsyncSession, tenant_id: str, loaded: Iterable[Loaded], *, stale_days: int
) -> Overview:
    """What waits for and runs on those flags of a brand."""
    flags = [one.flag for one in loaded]
    wanted: Sequence[UUID] = [flag.id for flag in flags]
    scheduled = await db.execute(
        select(FlagScheduledChange.flag_id, FlagScheduledChange.environment).where(
            FlagScheduledChange.tenant_id == tenant_id,
            FlagScheduledChange.flag_id.in_(wanted),
            FlagScheduledChange.status == "pending",
            FlagScheduledChange.patch["enabled"].as_boolean().is_(True),
        )
    )
    requests = await db.execute(
        select(FlagChangeRequest.flag_id, func.count())
        .where(
            FlagChangeRequest.tenant_id == tenant_id,
            FlagChangeRequest.flag_id.in_(wanted),
            FlagChangeRequest.status == "open",
        )
        .group_by(FlagChangeRequest.flag_id)
    )
    ramping = await db.execute(
        select(FlagRamp.flag_id, FlagRamp.environment).where(
            FlagRamp.tenant_id == tenant_id,
            FlagRamp.flag_id.in_(wanted),
            FlagRamp.status == "running",
        )
    )
    return Overview(
        turned_on_later={(flag_id, name) for flag_id, name in scheduled},
        requests={row[0]: row[1] for row in requests},
        ramping={(flag_id, name) for flag_id, name in ramping},
        stale_after=timedelta(days=stale_days),
        lives=await AnalyticsRepository(db, tenant_id).lives([flag.key for flag in flags]),
    )
