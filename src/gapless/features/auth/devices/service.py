"""Use cases of one's own devices."""

from __future__ import annotations

from uuid import UUID

from gapless.features.auth.devices.repository import OwnDeviceRepository
from gapless.features.auth.devices.schemas import OwnDevice
from gapless.features.auth.problems import OwnDeviceNotFound
from gapless.platform.unit import Unit


class OwnDeviceService:
    """The caller's devices."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        admin_id = unit.known_actor.admin_id
        assert admin_id is not None
        self.repository = OwnDeviceRepository(unit.db, admin_id)

    async def all(self) -> list[OwnDevice]:
        """The devices, the last seen first."""
        current = await self.repository.device_of(self.unit.known_actor.session_id)
        return [OwnDevice.of(d, current=current) for d in await self.repository.all()]

    async def forget(self, device_id: UUID) -> None:
        """Forget a device and end its sessions; raise `OwnDeviceNotFound`.

        A blocked one stays: it would come back as a new one.
        """
        self.unit.change.about("device", device_id)
        ended = await self.repository.forget(device_id)
        if ended is None:
            raise OwnDeviceNotFound
        self.unit.change.details["sessions_ended"] = ended
