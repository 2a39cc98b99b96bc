"""Routes of the security policy."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request, Response

from gapless.features.admin_users.problems import TenantOverrideForbidden
from gapless.features.admin_users.reach import ListReach
from gapless.features.admin_users.security.problems import BelowFloor
from gapless.features.admin_users.security.schemas import PolicyChange, SecurityState
from gapless.features.admin_users.security.service import SecurityService
from gapless.platform.etags import check_if_match, set_etag
from gapless.platform.permissions import Permission
from gapless.platform.problems import InvalidTenantHeader, StaleWrite
from gapless.platform.routing import Router, policy
from gapless.platform.security.problems import WouldLockYouOut
from gapless.platform.switches import BrandFeature
from gapless.platform.unit import UnitDep

router = Router(prefix="/admin/security", tags=["admin users"])


def _service(unit: UnitDep, reach: ListReach) -> SecurityService:
    return SecurityService(unit, reach.tenant_id)


Security = Annotated[SecurityService, Depends(_service)]


@router.get("")
@policy(
    Permission.SECURITY_READ, feature=BrandFeature.CAN_MANAGE_ADMINS,
    problems=[TenantOverrideForbidden, InvalidTenantHeader],
)  # fmt: skip
async def get_security(security: Security, response: Response) -> SecurityState:
    """What is asked of sign-ins and sessions. An owner's `all` is the floor of every brand."""
    state = await security.state()
    set_etag(response, state.version)
    return state


@router.patch("")
@policy(
    Permission.SECURITY_WRITE, feature=BrandFeature.CAN_MANAGE_ADMINS, step_up=True,
    audit="admin.security_policy_changed",
    problems=[
        TenantOverrideForbidden, InvalidTenantHeader, BelowFloor, WouldLockYouOut, StaleWrite,
    ],
)  # fmt: skip
async def change_security(
    body: PolicyChange, security: Security, request: Request, response: Response
) -> SecurityState:
    """Change rules. They hold at once, for open sessions too; what is not named stays."""
    changes = body.model_dump(exclude_unset=True, exclude={"confirm_lockout"})
    state = await security.change(
        changes, lambda version: check_if_match(request, version), confirmed=body.confirm_lockout
    )
    set_etag(response, state.version)
    return state
