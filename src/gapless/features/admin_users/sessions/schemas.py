"""Wire shapes of sessions."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from gapless.platform.identity import Admin, Session
from gapless.platform.security.agents import MachineKind, describe


class AdminSession(BaseModel):
    """An open session of an admin."""

    id: UUID
    admin_id: UUID
    admin_name: str
    admin_email: str
    tenant_id: str
    ip_address: str | None = Field(description="Where it was last used from.")
    login_ip_address: str | None = Field(description="Where it was opened from.")
    device_info: str = Field(description="Browser and system, as the client says.")
    device_kind: MachineKind
    user_agent: str | None
    location: str | None = Field(description="Null without a geo database, or if it is not known.")
    country: str | None = Field(description="ISO 3166 code.")
    method: str = Field(description="What the sign-in was proved with.")
    login_time: datetime
    last_active: datetime
    expires_at: datetime
    is_suspicious: bool
    suspicion: list[str] = Field(description="Why the sign-in was suspicious.")
    is_current: bool

    @classmethod
    def of(cls, session: Session, admin: Admin, *, current: UUID | None) -> AdminSession:
        """The wire shape of a session."""
        agent = describe(session.user_agent)
        return cls(
            id=session.id,
            admin_id=admin.id,
            admin_name=admin.full_name,
            admin_email=admin.email,
            tenant_id=admin.tenant_id,
            ip_address=session.last_ip_address or session.ip_address,
            login_ip_address=session.ip_address,
            device_info=agent.label,
            device_kind=agent.kind,
            user_agent=session.user_agent,
            location=session.location,
            country=session.country,
            method=session.method,
            login_time=session.created_at,
            last_active=session.last_seen_at,
            expires_at=session.expires_at,
            is_suspicious=bool(session.suspicion),
            suspicion=session.suspicion,
            is_current=session.id == current,
        )


class SessionsOf(BaseModel):
    """Whose sessions to end."""

    model_config = ConfigDict(extra="forbid")

    admin_id: UUID


class SessionsEnded(BaseModel):
    """What ending sessions did."""

    ended: int = Field(description="How many sessions ended; never the caller's own.")
