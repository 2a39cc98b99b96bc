"""Routes of the permission matrix and of explanations."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request

from gapless.features.admin_users.access.problems import NothingToExplain
from gapless.features.admin_users.access.schemas import AccessExplanation, MatrixRow, PermissionRow
from gapless.features.admin_users.access.service import AccessService
from gapless.features.admin_users.problems import AdminNotFound, TenantOverrideForbidden
from gapless.features.admin_users.reach import ListReach, OneReach
from gapless.platform.operations import operations_of
from gapless.platform.permissions import Permission
from gapless.platform.problems import InvalidTenantHeader
from gapless.platform.routing import Router, policy
from gapless.platform.switches import BrandFeature
from gapless.platform.unit import UnitDep

router = Router(prefix="/admin", tags=["admin users"])
FEATURE = BrandFeature.CAN_MANAGE_ADMINS


def _listing(unit: UnitDep, reach: ListReach, request: Request) -> AccessService:
    return AccessService(unit, reach, operations_of(request), request.app.state.switches)


def _service(unit: UnitDep, reach: OneReach, request: Request) -> AccessService:
    return AccessService(unit, reach, operations_of(request), request.app.state.switches)


Listing = Annotated[AccessService, Depends(_listing)]
Access = Annotated[AccessService, Depends(_service)]


@router.get("/permission-matrix")
@policy(
    Permission.ADMINS_READ, feature=FEATURE,
    problems=[TenantOverrideForbidden, InvalidTenantHeader],
    api_only="The panel draws the matrix from the roles and the permissions, which it edits, too.",
)  # fmt: skip
async def permission_matrix(access: Listing) -> list[MatrixRow]:
    """What each role of the brand may do in each module, as the routes demand it."""
    return await access.matrix()


@router.get("/permissions")
@policy(Permission.ADMINS_READ, feature=FEATURE)
async def list_permissions(access: Access) -> list[PermissionRow]:
    """Every permission: its cell of the matrix, and the operations that it opens."""
    return await access.permissions()


@router.get("/explain")
@policy(Permission.ADMINS_READ, feature=FEATURE, problems=[AdminNotFound, NothingToExplain])
async def explain_access(
    access: Access,
    admin_id: UUID,
    permission: Permission | None = None,
    operation: Annotated[
        str | None, Query(max_length=100, description="An operation's id, as OpenAPI names it.")
    ] = None,
) -> AccessExplanation:
    """Why an admin may or may not use a permission, or carry out an operation."""
    return await access.explain(admin_id, permission, operation)
