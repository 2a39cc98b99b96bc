"""Wire shapes of admins."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from gapless.features.admin_users.users.repository import UserRecord

Status = Literal["active", "invited", "disabled"]
Sort = Literal[
    "full_name", "-full_name", "email", "-email", "role", "-role", "status", "-status",
    "last_login_at", "-last_login_at", "created_at", "-created_at",
]  # fmt: skip


class UserRow(BaseModel):
    """An admin, without anything secret."""

    id: UUID
    tenant_id: str
    username: str
    full_name: str
    email: str
    role: str
    role_id: str = Field(description="The role, as the list of roles names it.")
    tenant_role: str | None
    allowed_modules: list[str] | None = Field(description="Null: no limit.")
    teams: list[str]
    status: Status
    is_active: bool
    is_platform_owner: bool
    is_self: bool
    failed_login_attempts: int
    last_login_at: datetime | None
    created_at: datetime
    version: int

    @classmethod
    def of(cls, record: UserRecord, *, own_id: UUID | None) -> UserRow:
        """The wire shape of an admin."""
        admin = record.admin
        return cls(
            id=admin.id,
            tenant_id=admin.tenant_id,
            username=admin.username,
            full_name=admin.full_name,
            email=admin.email,
            role=admin.role,
            role_id=record.role_key,
            tenant_role=admin.tenant_role,
            allowed_modules=admin.allowed_modules,
            teams=record.teams,
            status=_status(admin.status),
            is_active=admin.status == "active",
            is_platform_owner=admin.is_platform_owner,
            is_self=admin.id == own_id,
            failed_login_attempts=admin.failed_login_attempts,
            last_login_at=admin.last_login_at,
            created_at=admin.created_at,
            version=admin.version,
        )


def _status(stored: str) -> Status:
    return stored if stored in ("active", "invited") else "disabled"  # type: ignore[return-value]


class StatusChange(BaseModel):
    """Whether the admin may sign in."""

    model_config = ConfigDict(extra="forbid")

    is_active: StrictBool


class UserAnswer(BaseModel):
    """An admin after a change."""

    user: UserRow
