"""Routes of roles."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Request, Response

from gapless.features.admin_users.problems import PermissionsNotHeld, TenantOverrideForbidden
from gapless.features.admin_users.reach import ListReach, OwnReach
from gapless.features.admin_users.roles.problems import (
    OwnRole,
    PermissionOwnerOnly,
    RoleBuiltIn,
    RoleExists,
    RoleInUse,
    RoleNotFound,
    UnknownRole,
)
from gapless.features.admin_users.roles.schemas import (
    RoleChange,
    RoleCreate,
    RoleDeleted,
    RoleRow,
)
from gapless.features.admin_users.roles.service import RoleService
from gapless.platform.etags import check_if_match, set_etag
from gapless.platform.permissions import Permission
from gapless.platform.problems import InvalidTenantHeader, ReasonRequired, StaleWrite
from gapless.platform.routing import Router, policy
from gapless.platform.switches import BrandFeature
from gapless.platform.unit import UnitDep

router = Router(prefix="/admin/roles", tags=["admin users"])
FEATURE = BrandFeature.CAN_MANAGE_ADMINS


def _listing(unit: UnitDep, reach: ListReach) -> RoleService:
    return RoleService(unit, reach)


def _service(unit: UnitDep, reach: OwnReach) -> RoleService:
    return RoleService(unit, reach)


Listing = Annotated[RoleService, Depends(_listing)]
Roles = Annotated[RoleService, Depends(_service)]


@router.get("")
@policy(
    Permission.ADMINS_READ, feature=FEATURE,
    problems=[TenantOverrideForbidden, InvalidTenantHeader],
)  # fmt: skip
async def list_roles(roles: Listing) -> list[RoleRow]:
    """The built-in roles and the brand's own, with how many admins have each."""
    return await roles.all()


@router.post("")
@policy(
    Permission.ROLES_WRITE, feature=FEATURE, audit="role.created",
    without_proof="Gives nobody anything until it is given to somebody.",
    problems=[RoleExists, UnknownRole, PermissionsNotHeld, PermissionOwnerOnly],
)  # fmt: skip
async def create_role(body: RoleCreate, roles: Roles) -> RoleRow:
    """Make a role of the brand, from nothing or as a copy of another."""
    return await roles.create(body)


@router.patch("/{role_id}")
@policy(
    Permission.ROLES_WRITE, step_up=True, feature=FEATURE, audit="role.changed",
    problems=[
        RoleNotFound, RoleBuiltIn, RoleExists, OwnRole, PermissionsNotHeld, PermissionOwnerOnly,
        StaleWrite,
    ],
)  # fmt: skip
async def change_role(
    role_id: str, body: RoleChange, roles: Roles, request: Request, response: Response
) -> RoleRow:
    """Change a role of the brand; it holds at once for everybody who has it."""
    row = await roles.change(role_id, body, lambda version: check_if_match(request, version))
    set_etag(response, row.version or 0)
    return row


@router.delete("/{role_id}")
@policy(
    Permission.ROLES_WRITE, step_up=True, feature=FEATURE, audit="role.deleted",
    problems=[
        RoleNotFound, RoleBuiltIn, RoleInUse, OwnRole, UnknownRole, PermissionsNotHeld,
        PermissionOwnerOnly, ReasonRequired,
    ],
)  # fmt: skip
async def delete_role(
    role_id: str,
    roles: Roles,
    reassign_to: Annotated[
        str | None, Query(max_length=80, description="The role that those who have it get.")
    ] = None,
) -> RoleDeleted:
    """Delete a role of the brand. Who has it gets the role named."""
    admins, teams = await roles.delete(role_id, reassign_to)
    return RoleDeleted(reassigned_admins=admins, reassigned_teams=teams)
