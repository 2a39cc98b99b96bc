"""The security policy of a brand: what it sets itself, never weaker than the platform's floor.

The floor is the strictest of the server's settings and of what platform owners set for every brand.
Where a brand sets nothing, the floor is what holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, literal, literal_column, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from gapless.platform import clock
from gapless.platform.database import Base
from gapless.platform.identity.models import Admin, Session, Tenant
from gapless.platform.identity.passwords import PasswordRules
from gapless.platform.vault import vault_of
from gapless.settings import Settings

EVERY_BRAND = "*"
"""The scope of the floor that platform owners set."""


class SecurityRules(Base):
    """What one brand, or the platform for all of them, has set. Null: nothing."""

    __tablename__ = "security_rules"

    scope: Mapped[str] = mapped_column(primary_key=True)
    password_min_length: Mapped[int | None]
    password_min_score: Mapped[int | None]
    session_timeout_minutes: Mapped[int | None]
    session_absolute_hours: Mapped[int | None]
    max_login_attempts: Mapped[int | None]
    step_up_minutes: Mapped[int | None]
    require_2fa: Mapped[bool | None]
    require_device_approval: Mapped[bool | None]
    version: Mapped[int] = mapped_column(default=1)
    updated_by: Mapped[UUID | None]
    updated_at: Mapped[datetime] = mapped_column(default=clock.now)


@dataclass(frozen=True, slots=True)
class SecurityPolicy:
    """What holds for a brand."""

    password_min_length: int
    password_min_score: int
    session_timeout_minutes: int
    session_absolute_hours: int
    max_login_attempts: int
    step_up_minutes: int
    require_2fa: bool
    require_device_approval: bool

    @property
    def passwords(self) -> PasswordRules:
        """What a new password has to fulfil."""
        return PasswordRules(self.password_min_length, self.password_min_score)


RULES: tuple[str, ...] = tuple(field.name for field in fields(SecurityPolicy))
HIGHER_IS_STRICTER = frozenset(
    {"password_min_length", "password_min_score", "require_2fa", "require_device_approval"}
)


def built_in(settings: Settings) -> SecurityPolicy:
    """The floor that the server's settings make."""
    return SecurityPolicy(
        password_min_length=12,
        password_min_score=3,
        session_timeout_minutes=settings.session_idle_minutes,
        session_absolute_hours=settings.session_absolute_hours,
        max_login_attempts=settings.login_max_failures,
        step_up_minutes=settings.step_up_minutes,
        require_2fa=False,
        require_device_approval=False,
    )


def stricter(name: str, a: Any, b: Any) -> Any:
    """The stricter of two values of a rule."""
    return max(a, b) if name in HIGHER_IS_STRICTER else min(a, b)


def combine(floor: SecurityPolicy, own: Mapping[str, Any]) -> SecurityPolicy:
    """The floor with a brand's own rules on top. One that is weaker than the floor has no force."""
    return SecurityPolicy(
        **{
            name: stricter(name, getattr(floor, name), own[name])
            if own.get(name) is not None
            else getattr(floor, name)
            for name in RULES
        }
    )


def source_rows() -> ColumnElement[Any]:
    """A column for a query of `Admin`: the rules that `read` makes the policy of."""
    row = func.to_jsonb(literal_column("security_rules"))
    return (
        select(func.coalesce(func.jsonb_object_agg(SecurityRules.scope, row), literal({}, JSONB)))
        .where(SecurityRules.scope.in_([EVERY_BRAND, Admin.tenant_id]))
        .correlate(Admin)
        .scalar_subquery()
        .label("security_rules")
    )


def read(
    rows: Mapping[str, Mapping[str, Any]], tenant_id: str, settings: Settings
) -> SecurityPolicy:
    """The policy of a brand from its `source_rows()`."""
    floor = combine(built_in(settings), rows.get(EVERY_BRAND, {}))
    return combine(floor, rows.get(tenant_id, {}))


def session_alive(now: datetime, settings: Settings) -> list[ColumnElement[bool]]:
    """Conditions for a query of `Session` and `Admin`: within what each one's brand allows."""

    def limit(column: Any, most: int) -> ColumnElement[Any]:
        strictest = (
            select(func.min(column))
            .where(SecurityRules.scope.in_([EVERY_BRAND, Admin.tenant_id]))
            .correlate(Admin)
            .scalar_subquery()
        )
        return func.least(strictest, most)

    idle = limit(SecurityRules.session_timeout_minutes, settings.session_idle_minutes)
    longest = limit(SecurityRules.session_absolute_hours, settings.session_absolute_hours)
    return [
        Session.last_seen_at > now - func.make_interval(0, 0, 0, 0, 0, idle),
        Session.created_at > now - func.make_interval(0, 0, 0, 0, longest),
    ]


async def load(db: AsyncSession, tenant_id: str, settings: Settings) -> SecurityPolicy:
    """What holds for a brand now."""
    return read(await _rows(db, (tenant_id, EVERY_BRAND)), tenant_id, settings)


async def load_floor(db: AsyncSession, settings: Settings) -> SecurityPolicy:
    """What no brand may fall below."""
    return combine(built_in(settings), (await _rows(db, (EVERY_BRAND,))).get(EVERY_BRAND, {}))


async def _rows(db: AsyncSession, scopes: Sequence[str]) -> dict[str, dict[str, Any]]:
    found = await db.scalars(select(SecurityRules).where(SecurityRules.scope.in_(scopes)))
    return {row.scope: {name: getattr(row, name) for name in RULES} for row in found}


async def attempts_allowed(
    db: AsyncSession, tenant_id: str | None, subject: bytes, settings: Settings
) -> int:
    """Failed sign-ins of one e-mail before it has to wait, by its brand's policy.

    An e-mail that nobody has gets the limit of a brand drawn by a secret lot, the same each time,
    so that the limit does not tell who exists.
    """
    rules = await db.execute(
        select(Tenant.id, SecurityRules.max_login_attempts)
        .outerjoin(SecurityRules, SecurityRules.scope.in_([Tenant.id, EVERY_BRAND]))
        .order_by(Tenant.id)
    )
    limits: dict[str, int] = {}
    for brand, own in rules:
        present = limits.get(brand, settings.login_max_failures)
        limits[brand] = min(present, own) if own else present
    if tenant_id is None and limits:
        lot = vault_of(settings).sign(subject, purpose="attempts")
        tenant_id = list(limits)[int.from_bytes(lot[:8]) % len(limits)]
    return limits.get(tenant_id or "", settings.login_max_failures)
