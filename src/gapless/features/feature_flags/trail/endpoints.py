"""Routes of the flags' own log."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Query

from gapless.features.feature_flags.access import flag_policy
from gapless.features.feature_flags.trail.repository import TrailFilter, TrailRepository
from gapless.features.feature_flags.trail.schemas import TrailRow
from gapless.features.feature_flags.trail.views import trail_row
from gapless.platform.paging import PagingDep
from gapless.platform.permissions import Permission
from gapless.platform.routing import Router
from gapless.platform.unit import UnitDep

router = Router(prefix="/flags", tags=["feature flags"])


@router.get("/audit-log")
@flag_policy(Permission.FLAGS_READ)
async def list_flag_audit_log(
    unit: UnitDep,
    paging: PagingDep,
    target_type: Annotated[str | None, Query(max_length=40)] = None,
    target_id: UUID | None = None,
    admin: Annotated[str | None, Query(max_length=320, description="Their e-mail.")] = None,
) -> list[TrailRow]:
    """What was done to flags, segments and experiments, newest first."""
    wanted = TrailFilter(target_type, target_id, admin)
    rows, total = await TrailRepository(unit.db, unit.tenant_id).page(
        wanted, paging.offset, paging.page_size
    )
    paging.meta(total)
    return [trail_row(event, name) for event, name in rows]
