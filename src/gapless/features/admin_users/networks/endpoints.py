"""Routes of networks, under the addresses that the existing panel calls."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Request

from gapless.features.admin_users.networks.problems import (
    NetworkRuleExists,
    NetworkRuleNotFound,
    NetworkRuleOfPlatform,
)
from gapless.features.admin_users.networks.schemas import (
    NetworkChange,
    NetworkCreate,
    NetworkRow,
)
from gapless.features.admin_users.networks.service import NetworkService
from gapless.features.admin_users.paging import WholeListPagingDep
from gapless.features.admin_users.problems import (
    AdminNotFound,
    AdminOutranksYou,
    TenantOverrideForbidden,
)
from gapless.features.admin_users.reach import ListReach, OneReach
from gapless.platform.etags import check_if_match
from gapless.platform.ids import PathId
from gapless.platform.permissions import Permission
from gapless.platform.problems import InvalidTenantHeader, StaleWrite
from gapless.platform.routing import Router, policy
from gapless.platform.security.problems import WouldLockYouOut
from gapless.platform.switches import BrandFeature
from gapless.platform.unit import UnitDep

router = Router(prefix="/admin/ip-restrictions", tags=["admin users"])


def _listing(unit: UnitDep, reach: ListReach) -> NetworkService:
    return NetworkService(unit, reach)


def _service(unit: UnitDep, reach: OneReach) -> NetworkService:
    return NetworkService(unit, reach)


Listing = Annotated[NetworkService, Depends(_listing)]
Networks = Annotated[NetworkService, Depends(_service)]


@router.get("")
@policy(
    Permission.SECURITY_READ, feature=BrandFeature.CAN_MANAGE_ADMINS,
    problems=[TenantOverrideForbidden, InvalidTenantHeader],
)  # fmt: skip
async def list_ip_restrictions(networks: Listing, paging: WholeListPagingDep) -> list[NetworkRow]:
    """The allowed and blocked networks of the brand, and those that hold for every brand."""
    rows, total = await networks.page(paging.offset, paging.page_size)
    paging.meta(total)
    return rows


@router.post("")
@policy(
    Permission.SECURITY_WRITE, feature=BrandFeature.CAN_MANAGE_ADMINS, step_up=True,
    audit="admin.ip_restriction_added",
    problems=[
        TenantOverrideForbidden, InvalidTenantHeader, AdminNotFound, AdminOutranksYou,
        NetworkRuleExists, WouldLockYouOut,
    ],
)  # fmt: skip
async def add_ip_restriction(body: NetworkCreate, networks: Listing) -> NetworkRow:
    """Allow or block a network; it acts on the next request. An owner's `all` is every brand."""
    return await networks.add(body)


@router.patch("/{restriction_id}")
@policy(
    Permission.SECURITY_WRITE, feature=BrandFeature.CAN_MANAGE_ADMINS, step_up=True,
    audit="admin.ip_restriction_changed",
    problems=[
        NetworkRuleNotFound, NetworkRuleOfPlatform, NetworkRuleExists, WouldLockYouOut, StaleWrite,
    ],
)  # fmt: skip
async def change_ip_restriction(
    restriction_id: PathId, body: NetworkChange, networks: Networks, request: Request
) -> NetworkRow:
    """Change a restriction. What is not named stays."""
    changes = body.model_dump(exclude_unset=True, exclude_none=True, exclude={"confirm_lockout"})
    return await networks.change(
        restriction_id,
        changes,
        lambda version: check_if_match(request, version),
        confirmed=body.confirm_lockout,
    )


@router.delete("/{restriction_id}", status_code=204)
@policy(
    Permission.SECURITY_WRITE, feature=BrandFeature.CAN_MANAGE_ADMINS, step_up=True,
    audit="admin.ip_restriction_removed",
    problems=[NetworkRuleNotFound, NetworkRuleOfPlatform, WouldLockYouOut],
)  # fmt: skip
async def remove_ip_restriction(
    restriction_id: PathId,
    networks: Networks,
    confirm_lockout: Annotated[bool, Query(description="As when adding one.")] = False,
) -> None:
    """Remove a restriction."""
    await networks.remove(restriction_id, confirmed=confirm_lockout)
