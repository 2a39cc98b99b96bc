"""Routes of one's own devices."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from gapless.features.auth.devices.schemas import OwnDevice
from gapless.features.auth.devices.service import OwnDeviceService
from gapless.features.auth.problems import OwnDeviceNotFound
from gapless.platform.ids import PathId
from gapless.platform.routing import TAKES_ACCESS_AWAY, Access, Router, Scope, policy
from gapless.platform.unit import UnitDep

router = Router(prefix="/auth/devices", tags=["auth"])


def _service(unit: UnitDep) -> OwnDeviceService:
    return OwnDeviceService(unit)


Devices = Annotated[OwnDeviceService, Depends(_service)]


@router.get("")
@policy(Access.SIGNED_IN, scope=Scope.SELF)
async def list_own_devices(devices: Devices) -> list[OwnDevice]:
    """The devices that the caller signed in with, the last seen first."""
    return await devices.all()


@router.delete("/{device_id}", status_code=204)
@policy(
    Access.SIGNED_IN, scope=Scope.SELF, audit="auth.device_forgotten",
    without_proof=TAKES_ACCESS_AWAY,
    problems=[OwnDeviceNotFound],
)  # fmt: skip
async def forget_own_device(device_id: PathId, devices: Devices) -> None:
    """Forget a device and end its sessions: when it signs in again, it is a new one."""
    await devices.forget(device_id)
