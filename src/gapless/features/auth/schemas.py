"""Wire shapes of signing in."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, EmailStr, Field

from gapless.platform.identity import Admin
from gapless.platform.security.admission import Carrier, Opened


class LoginRequest(BaseModel):
    """Who wants in, and how the session is to be carried."""

    email: EmailStr
    password: str = Field(min_length=1, max_length=1024)
    session: Literal["bearer", "cookie"] = Field(
        "bearer",
        description="`bearer`: the token is in the answer. `cookie`: it is in an HttpOnly cookie.",
    )


class PublicAdmin(BaseModel):
    """An admin as others may see them: no secret, no hash."""

    id: UUID
    tenant_id: str
    username: str
    email: str
    full_name: str
    role: str
    tenant_role: str | None
    is_platform_owner: bool
    status: str
    is_active: bool
    failed_login_attempts: int
    created_at: datetime

    @classmethod
    def of(cls, admin: Admin) -> PublicAdmin:
        """The public part of an admin."""
        return cls(
            id=admin.id,
            tenant_id=admin.tenant_id,
            username=admin.username,
            email=admin.email,
            full_name=admin.full_name,
            role=admin.role,
            tenant_role=admin.tenant_role,
            is_platform_owner=admin.is_platform_owner,
            status=admin.status,
            is_active=admin.status == "active",
            failed_login_attempts=admin.failed_login_attempts,
            created_at=admin.created_at,
        )


class BreakGlassNotice(BaseModel):
    """Emergency access that is open now."""

    opened_for: str = Field(description="Who has it, as they named themself.")
    reason: str
    ends_at: datetime
    is_own: bool = Field(description="Whether it is the caller who has it.")


class Me(PublicAdmin):
    """The caller, what their session is limited to, and what an owner has to know at once."""

    has_password: bool = Field(description="False for who signs in through a provider alone.")
    limited_to: str | None = Field(
        description="`second_factor`: one has to be set up before anything else. Null: nothing."
    )
    break_glass: BreakGlassNotice | None = Field(
        description="For platform owners: emergency access that is open. Null: none is."
    )


class LoginResponse(BaseModel):
    """A session that has begun."""

    access_token: str | None = Field(description="Null when the session is carried by a cookie.")
    token_type: Literal["bearer", "cookie"]
    csrf_token: str | None = Field(description="Send as X-CSRF-Token with writes by cookie.")
    expires_at: datetime
    admin: PublicAdmin
    admin_email: str
    admin_role: str

    @classmethod
    def of(cls, opened: Opened, carrier: Carrier) -> LoginResponse:
        """The answer to whoever was let in."""
        by_cookie = carrier == "cookie"
        return cls(
            access_token=None if by_cookie else opened.token,
            token_type=carrier,
            csrf_token=opened.session.csrf_token if by_cookie else None,
            expires_at=opened.session.expires_at,
            admin=PublicAdmin.of(opened.admin),
            admin_email=opened.admin.email,
            admin_role=opened.admin.role,
        )


class PasswordChange(BaseModel):
    """The old password and the new."""

    current_password: str = Field(min_length=1, max_length=1024)
    new_password: str = Field(min_length=1, max_length=1024)


class PasswordChanged(BaseModel):
    """What a change of password did."""

    other_sessions_ended: int


class OwnSession(BaseModel):
    """One of the caller's own open sessions."""

    id: UUID
    ip_address: str | None
    user_agent: str | None
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    is_current: bool
