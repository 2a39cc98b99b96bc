"""Wire shapes of one's own devices."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from gapless.platform.security.agents import MachineKind, describe
from gapless.platform.security.devices import DeviceStatus
from gapless.platform.security.models import Device


class OwnDevice(BaseModel):
    """A browser or program that the caller signed in with."""

    id: UUID
    device_info: str
    device_type: MachineKind
    status: DeviceStatus
    by_cookie: bool = Field(description="Told by a secret cookie.")
    ip_address: str | None
    first_seen: datetime
    last_seen: datetime
    is_current: bool

    @classmethod
    def of(cls, device: Device, *, current: UUID | None) -> OwnDevice:
        """The wire shape of a device."""
        agent = describe(device.user_agent)
        return cls(
            id=device.id,
            device_info=agent.label,
            device_type=agent.kind,
            status=DeviceStatus(device.status),
            by_cookie=device.by_cookie,
            ip_address=device.ip_address,
            first_seen=device.first_seen_at,
            last_seen=device.last_seen_at,
            is_current=device.id == current,
        )
