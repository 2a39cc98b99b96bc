"""Wire shapes of the activity log."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from gapless.features.admin_users.activity.rules import RiskLevel

Status = Literal["SUCCESS", "FAILED", "DENIED"]


class ActivityRow(BaseModel):
    """One thing that an admin did or tried."""

    id: UUID
    admin_id: str
    admin_name: str = Field(description="Present name, or the e-mail of one who is gone.")
    admin_email: str | None
    tenant_id: str | None
    action: str
    module: str
    status: Status
    risk_level: RiskLevel
    resource_type: str
    resource_id: str | None
    reason: str | None
    ip_address: str | None
    request_id: str | None
    error_code: str | None
    timestamp: datetime
    before_snapshot: dict[str, Any] | None
    after_snapshot: dict[str, Any] | None
