"""SQL of devices."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from gapless.features.admin_users.reach import Reach
from gapless.platform import clock
from gapless.platform.identity import Admin, Session
from gapless.platform.search import holds
from gapless.platform.security.models import Device

Decider = aliased(Admin)


@dataclass(frozen=True, slots=True)
class DeviceFilter:
    """What the list is narrowed to; None is no limit."""

    admin_id: UUID | None = None
    status: str | None = None
    search: str | None = None


@dataclass(frozen=True, slots=True)
class DeviceRecord:
    """A device, whose it is, and who decided on it."""

    device: Device
    admin: Admin
    decided_by: str | None


class DeviceRepository:
    """The devices of the admins within a reach."""

    def __init__(self, db: AsyncSession, reach: Reach) -> None:
        self.db = db
        self.reach = reach

    def _scope(self) -> list[ColumnElement[bool]]:
        brand = self.reach.tenant_id
        return [] if brand is None else [Admin.tenant_id == brand]

    async def page(
        self, wanted: DeviceFilter, offset: int, limit: int
    ) -> tuple[list[DeviceRecord], int]:
        """A page of devices: those that wait first, then the last seen; and how many."""
        conditions = self._scope()
        if wanted.admin_id:
            conditions.append(Device.admin_id == wanted.admin_id)
        if wanted.status:
            conditions.append(Device.status == wanted.status)
        if wanted.search:
            conditions.append(
                holds(
                    func.concat_ws(" ", Admin.full_name, Admin.email, Device.ip_address),
                    wanted.search,
                )
            )
        rows = await self.db.execute(
            select(Device, Admin, Decider.full_name)
            .join(Admin, Admin.id == Device.admin_id)
            .outerjoin(Decider, Decider.id == Device.decided_by)
            .where(*conditions)
            .order_by((Device.status == "pending").desc(), Device.last_seen_at.desc(), Device.id)
            .offset(offset)
            .limit(limit)
        )
        total = await self.db.scalar(
            select(func.count())
            .select_from(Device)
            .join(Admin, Admin.id == Device.admin_id)
            .where(*conditions)
        )
        return [DeviceRecord(*row) for row in rows], total or 0

    async def locked(self, device_id: UUID) -> tuple[Device, Admin] | None:
        """One device within reach with its admin, locked until the transaction ends."""
        row = (
            await self.db.execute(
                select(Device, Admin)
                .join(Admin, Admin.id == Device.admin_id)
                .where(Device.id == device_id, *self._scope())
                .with_for_update(of=Device)
            )
        ).first()
        return (row[0], row[1]) if row else None

    async def device_of(self, session_id: UUID | None) -> UUID | None:
        """The device that a session was opened on."""
        found: UUID | None = await self.db.scalar(
            select(Session.device_id).where(Session.id == session_id)
        )
        return found

    async def end_sessions(self, device_id: UUID, reason: str) -> int:
        """End every session of a device; how many were ended."""
        ended = await self.db.execute(
            update(Session)
            .where(Session.device_id == device_id, Session.revoked_at.is_(None))
            .values(revoked_at=clock.now(), revoked_reason=reason)
            .returning(Session.id)
            .execution_options(synchronize_session=False)
        )
        return len(ended.all())
