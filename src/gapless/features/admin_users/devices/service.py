"""Use cases of devices."""

from __future__ import annotations

from uuid import UUID

from gapless.features.admin_users.devices.problems import DeviceNotFound, OwnDevice
from gapless.features.admin_users.devices.repository import (
    DeviceFilter,
    DeviceRecord,
    DeviceRepository,
)
from gapless.features.admin_users.devices.schemas import DeviceRow
from gapless.features.admin_users.rank import check_rank
from gapless.features.admin_users.reach import Reach
from gapless.platform import clock
from gapless.platform.identity import Admin
from gapless.platform.security.devices import DeviceStatus
from gapless.platform.security.models import Device
from gapless.platform.unit import Unit


class DeviceService:
    """The devices within the caller's reach."""

    def __init__(self, unit: Unit, reach: Reach) -> None:
        self.unit = unit
        self.repository = DeviceRepository(unit.db, reach)

    async def page(
        self, wanted: DeviceFilter, offset: int, limit: int
    ) -> tuple[list[DeviceRow], int]:
        """A page of devices, and how many there are."""
        records, total = await self.repository.page(wanted, offset, limit)
        current = await self._current()
        return [DeviceRow.of(record, current=current) for record in records], total

    async def approve(self, device_id: UUID) -> DeviceRow:
        """Let a device in. Raises `DeviceNotFound`, `OwnDevice`, `AdminOutranksYou`."""
        device, admin = await self._found(device_id)
        if admin.id == self.unit.known_actor.admin_id:
            raise OwnDevice
        return await self._decide(device, admin, DeviceStatus.APPROVED)

    async def block(self, device_id: UUID) -> DeviceRow:
        """Shut a device out and end its sessions. Raises as `approve`."""
        device, admin = await self._found(device_id)
        if device.id == await self._current():
            raise OwnDevice
        reason = self.unit.require_reason()
        row = await self._decide(device, admin, DeviceStatus.BLOCKED)
        ended = await self.repository.end_sessions(device.id, reason)
        self.unit.change.details["sessions_ended"] = ended
        return row

    async def forget(self, device_id: UUID) -> None:
        """Forget a device and end its sessions; it is a new one when it signs in again."""
        device, _ = await self._found(device_id)
        if device.id == await self._current():
            raise OwnDevice
        reason = self.unit.require_reason()
        self.unit.change.before = {"status": device.status}
        await self.repository.end_sessions(device.id, reason)
        await self.unit.db.delete(device)

    async def _found(self, device_id: UUID) -> tuple[Device, Admin]:
        self.unit.change.about("device", device_id)
        found = await self.repository.locked(device_id)
        if found is None:
            raise DeviceNotFound
        self.unit.change.tenant_id = found[1].tenant_id
        self.unit.change.details["admin"] = found[1].email
        await check_rank(self.unit, found[1])
        return found

    async def _decide(self, device: Device, admin: Admin, status: DeviceStatus) -> DeviceRow:
        actor = self.unit.known_actor
        self.unit.change.before = {"status": device.status}
        device.status = status
        device.decided_by = actor.admin_id
        device.decided_at = clock.now()
        device.decision_reason = self.unit.change.reason
        self.unit.change.after = {"status": status}
        record = DeviceRecord(device, admin, actor.full_name)
        return DeviceRow.of(record, current=await self._current())

    async def _current(self) -> UUID | None:
        return await self.repository.device_of(self.unit.known_actor.session_id)
