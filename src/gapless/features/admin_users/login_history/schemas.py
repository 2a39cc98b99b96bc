"""Wire shapes of the login history."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from gapless.platform.security.agents import MachineKind, describe
from gapless.platform.security.history import FailureReason, Method, Result
from gapless.platform.security.models import LoginEvent
from gapless.platform.security.suspicion import Reason


class LoginRow(BaseModel):
    """An attempt to sign in, or several alike."""

    id: UUID
    admin_id: UUID | None = Field(description="Null if nobody has the e-mail.")
    admin_name: str = Field(description="Name or e-mail; of nobody's e-mail its outline.")
    admin_email: str | None
    tenant_id: str | None
    login_time: datetime = Field(description="Of several alike, the last one's.")
    ip_address: str | None
    device_info: str
    device_kind: MachineKind
    location: str | None
    country: str | None
    method: Method
    result: Result
    failure_reason: FailureReason | None
    is_suspicious: bool
    suspicion: list[Reason]
    attempts: int = Field(description="How many attempts alike the row counts.")
    request_id: str | None

    @classmethod
    def of(cls, event: LoginEvent, name: str | None) -> LoginRow:
        """The wire shape of an attempt."""
        agent = describe(event.user_agent)
        return cls(
            id=event.id,
            admin_id=event.admin_id,
            admin_name=name or event.email or "",
            admin_email=event.email,
            tenant_id=event.tenant_id,
            login_time=event.at,
            ip_address=event.ip_address,
            device_info=agent.label,
            device_kind=agent.kind,
            location=event.location,
            country=event.country,
            method=Method(event.method),
            result=Result(event.result),
            failure_reason=FailureReason(event.failure_reason) if event.failure_reason else None,
            is_suspicious=bool(event.suspicion),
            suspicion=[Reason(one) for one in event.suspicion],
            attempts=event.attempts,
            request_id=event.request_id,
        )
