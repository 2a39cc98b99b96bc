"""Wire shapes of admins."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from gapless.features.admin_users.names import PersonName
from gapless.features.admin_users.roles.schemas import RoleKey
from gapless.features.admin_users.users.repository import UserRecord
from gapless.platform.permissions import AllowedModule

Status = Literal["active", "invited", "disabled"]
TenantRole = Literal["tenant_admin", "operations", "finance", "support"]
Sort = Literal[
    "full_name", "-full_name", "email", "-email", "role", "-role", "status", "-status",
    "last_login_at", "-last_login_at", "created_at", "-created_at",
]  # fmt: skip
Email = Annotated[str, Field(max_length=320)]
Password = Annotated[str, Field(max_length=1024)]
Modules = Annotated[
    list[AllowedModule],
    Field(max_length=20, description="What the admin is limited to. Empty: no limit."),
]


class PasswordMode(StrEnum):
    """How a new admin comes to a password: told by who makes them, or chosen through an invite."""

    MANUAL = "manual"
    SET = "set"
    INVITE = "invite"


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
    allowed_modules: list[str] = Field(description="Empty: no limit.")
    teams: list[str]
    status: Status
    is_active: bool
    is_platform_owner: bool
    is_2fa_enabled: bool
    is_self: bool
    failed_login_attempts: int
    last_login_at: datetime | None
    created_at: datetime
    version: int

    @classmethod
    def of(cls, record: UserRecord, *, own_id: UUID | None) -> UserRow:
        """The wire shape of an admin."""
        admin = record.admin
        return cls.model_validate(
            {
                **{name: getattr(admin, name, None) for name in cls.model_fields},
                "role_id": record.role_key,
                "allowed_modules": admin.allowed_modules or [],
                "teams": record.teams,
                "is_2fa_enabled": record.has_second_factor,
                "is_active": admin.status == "active",
                "is_self": admin.id == own_id,
            }
        )


class UserCreate(BaseModel):
    """An admin to make, by password or by invite."""

    model_config = ConfigDict(extra="forbid")

    full_name: PersonName = ""
    email: Email | None = None
    role: RoleKey = "Admin"
    tenant_role: TenantRole | None = None
    tenant_id: str = Field("", max_length=100, description="Empty: the brand acted in.")
    allowed_modules: Modules = []
    password_mode: PasswordMode = PasswordMode.SET
    password: Password | None = Field(None, description="For `manual` and `set`, which are one.")


class UserCreated(BaseModel):
    """An admin who was made, and their way in."""

    user: UserRow
    invite_token: str | None = Field(description="Shown once. Null for an admin with a password.")
    invite_url: str | None = Field(description="The page that takes the token.")
    mailed: bool = Field(description="Whether the link was sent by mail, too.")


class UserChange(BaseModel):
    """What to change of an admin. What is not named stays."""

    model_config = ConfigDict(extra="forbid")

    full_name: PersonName | None = None
    email: Email | None = None
    role: RoleKey | None = None
    tenant_role: TenantRole | None = None
    allowed_modules: Modules | None = None
    password: Password | None = Field(None, description="A new password; ends their sessions.")


class StatusChange(BaseModel):
    """Whether the admin may sign in."""

    model_config = ConfigDict(extra="forbid")

    is_active: StrictBool


class UserAnswer(BaseModel):
    """An admin after a change."""

    user: UserRow


class TenantAdminCreate(BaseModel):
    """The first admin of a brand."""

    model_config = ConfigDict(extra="forbid")

    email: Email | None = None
    tenant_id: str = Field(max_length=100)
    password: Password | None = None
    full_name: PersonName = ""


class TenantAdminCreated(BaseModel):
    """The admin who was made."""

    message: str
    admin: UserRow
