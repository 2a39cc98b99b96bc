"""SQL of one's own devices."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.platform import clock
from gapless.platform.identity import Session
from gapless.platform.security.devices import DeviceStatus
from gapless.platform.security.models import Device

_MOST = 200


class OwnDeviceRepository:
    """The devices of one admin."""

    def __init__(self, db: AsyncSession, admin_id: UUID) -> None:
        self.db = db
        self.admin_id = admin_id

    async def all(self) -> list[Device]:
        """The devices, the last seen first."""
        rows = await self.db.scalars(
            select(Device)
            .where(Device.admin_id == self.admin_id)
            .order_by(Device.last_seen_at.desc(), Device.id)
            .limit(_MOST)
        )
        return list(rows)

    async def device_of(self, session_id: UUID | None) -> UUID | None:
        """The device that a session was opened on."""
        found: UUID | None = await self.db.scalar(
            select(Session.device_id).where(Session.id == session_id)
        )
        return found

    async def forget(self, device_id: UUID) -> int | None:
        """Forget a device and end its sessions, how many; None if there is none to forget."""
        ended = await self.db.execute(
            update(Session)
            .where(
                Session.device_id == device_id,
                Session.admin_id == self.admin_id,
                Session.revoked_at.is_(None),
            )
            .values(revoked_at=clock.now(), revoked_reason="device forgotten by its owner")
            .returning(Session.id)
            .execution_options(synchronize_session=False)
        )
        count = len(ended.all())
        gone = await self.db.execute(
            delete(Device)
            .where(
                Device.id == device_id,
                Device.admin_id == self.admin_id,
                Device.status != DeviceStatus.BLOCKED,
            )
            .returning(Device.id)
            .execution_options(synchronize_session=False)
        )
        return count if gone.first() else None
