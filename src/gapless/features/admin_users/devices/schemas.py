"""Wire shapes of devices."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from gapless.features.admin_users.devices.repository import DeviceRecord
from gapless.platform.security.agents import MachineKind, describe
from gapless.platform.security.devices import DeviceStatus


class DeviceRow(BaseModel):
    """A browser or program that an admin signed in with."""

    id: UUID
    admin_id: UUID
    admin_name: str
    admin_email: str
    tenant_id: str
    device_name: str
    browser_info: str
    device_type: MachineKind
    status: DeviceStatus
    by_cookie: bool = Field(
        description="Told by a secret cookie. Else by what it says of itself, which can be copied."
    )
    ip_address: str | None
    first_seen: datetime
    last_seen: datetime
    decided_by: str | None = Field(description="Null: nobody had to decide.")
    decided_at: datetime | None
    decision_reason: str | None
    is_current: bool

    @classmethod
    def of(cls, record: DeviceRecord, *, current: UUID | None) -> DeviceRow:
        """The wire shape of a device."""
        device, admin = record.device, record.admin
        agent = describe(device.user_agent)
        return cls(
            id=device.id,
            admin_id=admin.id,
            admin_name=admin.full_name,
            admin_email=admin.email,
            tenant_id=admin.tenant_id,
            device_name=device.name or agent.system or agent.label,
            browser_info=agent.label,
            device_type=agent.kind,
            status=DeviceStatus(device.status),
            by_cookie=device.by_cookie,
            ip_address=device.ip_address,
            first_seen=device.first_seen_at,
            last_seen=device.last_seen_at,
            decided_by=record.decided_by,
            decided_at=device.decided_at,
            decision_reason=device.decision_reason,
            is_current=device.id == current,
        )


class Approval(BaseModel):
    """Who approves is taken from the session, whatever is sent."""

    model_config = ConfigDict(extra="forbid")

    approved_by: str | None = Field(None, description="Ignored; the existing panel sends it.")
