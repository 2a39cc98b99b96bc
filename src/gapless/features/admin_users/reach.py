"""Whose admins a caller reaches: those of the brand acted in, or for platform owners of any."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Query, Request

from gapless.features.admin_users.problems import TenantOverrideForbidden
from gapless.platform.enforcement import TENANT_HEADER
from gapless.platform.identity.tenants import snapshot
from gapless.platform.problems import InvalidTenantHeader
from gapless.platform.unit import Unit, UnitDep
from gapless.settings import Settings

EVERY_BRAND = "all"


@dataclass(frozen=True, slots=True)
class Reach:
    """A brand; None is every brand."""

    tenant_id: str | None
    settings: Settings


def _everything(unit: Unit, request: Request) -> bool:
    """A platform owner who names no brand acts for the platform, not for their own brand."""
    return unit.known_actor.is_platform_owner and not request.headers.get(TENANT_HEADER)


async def _of_list(
    unit: UnitDep,
    request: Request,
    tenant_id: Annotated[
        str | None,
        Query(
            max_length=100,
            description="Another brand, or `all`. For platform owners who act in no brand.",
        ),
    ] = None,
) -> Reach:
    wanted = tenant_id or unit.tenant_id
    if wanted == unit.tenant_id:
        return Reach(unit.tenant_id, unit.settings)
    if not _everything(unit, request):
        raise TenantOverrideForbidden
    if wanted == EVERY_BRAND:
        return Reach(None, unit.settings)
    if await snapshot(unit.db, wanted) is None:
        raise InvalidTenantHeader(tenant=wanted)
    return Reach(wanted, unit.settings)


def _of_one(unit: UnitDep, request: Request) -> Reach:
    return Reach(None if _everything(unit, request) else unit.tenant_id, unit.settings)


def _own(unit: UnitDep) -> Reach:
    return Reach(unit.tenant_id, unit.settings)


ListReach = Annotated[Reach, Depends(_of_list)]
"""What a list shows: the caller's brand, unless an owner asks for another or for all."""

OneReach = Annotated[Reach, Depends(_of_one)]
"""Where a thing named by its id is looked for. Out of reach is 404."""

OwnReach = Annotated[Reach, Depends(_own)]
"""The brand acted in, and no other: for what a brand has of its own, such as roles and teams."""
