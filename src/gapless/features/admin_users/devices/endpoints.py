"""Routes of devices, under the addresses that the existing panel calls."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query

from gapless.features.admin_users.devices.problems import DeviceNotFound, OwnDevice
from gapless.features.admin_users.devices.repository import DeviceFilter
from gapless.features.admin_users.devices.schemas import Approval, DeviceRow
from gapless.features.admin_users.devices.service import DeviceService
from gapless.features.admin_users.paging import WholeListPagingDep
from gapless.features.admin_users.problems import AdminOutranksYou, TenantOverrideForbidden
from gapless.features.admin_users.reach import ListReach, OneReach
from gapless.platform.ids import PathId
from gapless.platform.permissions import Permission
from gapless.platform.problems import InvalidTenantHeader, ReasonRequired
from gapless.platform.routing import TAKES_ACCESS_AWAY, Router, policy
from gapless.platform.security.devices import DeviceStatus
from gapless.platform.switches import BrandFeature
from gapless.platform.unit import UnitDep

router = Router(prefix="/admin/device-restrictions", tags=["admin users"])


def _listing(unit: UnitDep, reach: ListReach) -> DeviceService:
    return DeviceService(unit, reach)


def _service(unit: UnitDep, reach: OneReach) -> DeviceService:
    return DeviceService(unit, reach)


def _filter(
    admin_id: UUID | None = None,
    status: DeviceStatus | None = None,
    search: Annotated[str | None, Query(max_length=200)] = None,
) -> DeviceFilter:
    return DeviceFilter(admin_id=admin_id, status=status, search=search)


Listing = Annotated[DeviceService, Depends(_listing)]
Devices = Annotated[DeviceService, Depends(_service)]
Wanted = Annotated[DeviceFilter, Depends(_filter)]
_PROBLEMS = [DeviceNotFound, OwnDevice, AdminOutranksYou, ReasonRequired]


@router.get("")
@policy(
    Permission.SECURITY_READ, feature=BrandFeature.CAN_MANAGE_ADMINS,
    problems=[TenantOverrideForbidden, InvalidTenantHeader],
)  # fmt: skip
async def list_devices(
    devices: Listing, wanted: Wanted, paging: WholeListPagingDep
) -> list[DeviceRow]:
    """The devices that the brand's admins signed in with; those that wait for approval first."""
    rows, total = await devices.page(wanted, paging.offset, paging.page_size)
    paging.meta(total)
    return rows


@router.put("/{device_id}/approve")
@policy(
    Permission.DEVICES_APPROVE, feature=BrandFeature.CAN_MANAGE_ADMINS,
    audit="admin.device_approved",
    step_up=True, problems=[DeviceNotFound, OwnDevice, AdminOutranksYou],
)  # fmt: skip
async def approve_device(
    device_id: PathId, devices: Devices, body: Approval | None = None
) -> DeviceRow:
    """Let a device of another admin in."""
    return await devices.approve(device_id)


@router.put("/{device_id}/block")
@policy(
    Permission.DEVICES_APPROVE, feature=BrandFeature.CAN_MANAGE_ADMINS,
    audit="admin.device_blocked", without_proof=TAKES_ACCESS_AWAY, problems=_PROBLEMS,
)  # fmt: skip
async def block_device(device_id: PathId, devices: Devices) -> DeviceRow:
    """Shut a device out and end its sessions."""
    return await devices.block(device_id)


@router.delete("/{device_id}", status_code=204)
@policy(
    Permission.DEVICES_APPROVE, feature=BrandFeature.CAN_MANAGE_ADMINS,
    audit="admin.device_forgotten", without_proof=TAKES_ACCESS_AWAY, problems=_PROBLEMS,
)  # fmt: skip
async def forget_device(device_id: PathId, devices: Devices) -> None:
    """Forget a device and end its sessions: when it signs in again, it is a new one."""
    await devices.forget(device_id)
