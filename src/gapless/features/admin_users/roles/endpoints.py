"""Routes of roles."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from gapless.features.admin_users.problems import TenantOverrideForbidden
from gapless.features.admin_users.reach import ListReach
from gapless.features.admin_users.roles.schemas import RoleRow
from gapless.features.admin_users.roles.service import RoleService
from gapless.platform.permissions import Permission
from gapless.platform.problems import InvalidTenantHeader
from gapless.platform.routing import Router, policy
from gapless.platform.switches import BrandFeature
from gapless.platform.unit import UnitDep

router = Router(prefix="/admin/roles", tags=["admin users"])


def _listing(unit: UnitDep, reach: ListReach) -> RoleService:
    return RoleService(unit, reach)


Listing = Annotated[RoleService, Depends(_listing)]


@router.get("")
@policy(
    Permission.ADMINS_READ, feature=BrandFeature.CAN_MANAGE_ADMINS,
    problems=[TenantOverrideForbidden, InvalidTenantHeader],
)  # fmt: skip
async def list_roles(roles: Listing) -> list[RoleRow]:
    """The built-in roles and the brand's own, with how many admins have each."""
    return await roles.all()
