"""Wire shapes of risk scores."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from gapless.features.admin_users.activity.rules import RiskLevel
from gapless.features.admin_users.risk.rules import FactorKey


class RiskFactor(BaseModel):
    """One thing that adds to a score."""

    key: FactorKey
    points: int = Field(description="What it adds to the score.")
    cap: int = Field(description="The most that it could add.")
    facts: dict[str, int] = Field(description="The numbers behind it, by what they count.")


class RiskRow(BaseModel):
    """An admin's risk score with its factors, the heaviest first."""

    admin_id: UUID
    admin_name: str
    admin_email: str
    tenant_id: str
    role: str
    is_platform_owner: bool
    score: int = Field(ge=0, le=100)
    level: RiskLevel
    factors: list[RiskFactor]
    last_login_at: datetime | None
    computed_at: datetime
