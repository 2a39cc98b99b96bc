"""SQL of the signals behind risk scores: one query a kind, for all admins of a reach at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, cast, func, select, true, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.admin_users.reach import Reach
from gapless.features.admin_users.risk.rules import (
    ACT_DAYS,
    FAILURE_DAYS,
    SIGN_IN_DAYS,
    Suspected,
)
from gapless.platform.audit import AuditEvent
from gapless.platform.identity import Admin, Session, grants
from gapless.platform.search import holds
from gapless.platform.security import policies
from gapless.platform.security.factors import has_second_factor
from gapless.platform.security.history import FailureReason
from gapless.platform.security.models import Device, LoginEvent
from gapless.platform.security.suspicion import Reason

_GUESSES = (
    FailureReason.WRONG_PASSWORD,
    FailureReason.SECOND_FACTOR,
    FailureReason.BRUTE_FORCE,
    FailureReason.IP_BLOCKED,
    FailureReason.DEVICE_BLOCKED,
)


@dataclass(frozen=True, slots=True)
class Known:
    """An admin who can sign in, what they hold, and whether they have a second factor."""

    admin: Admin
    grants: grants.Grants
    has_second_factor: bool


class RiskRepository:
    """The signals of the admins within a reach, as of `now`."""

    def __init__(self, db: AsyncSession, reach: Reach, now: datetime) -> None:
        self.db = db
        self.reach = reach
        self.now = now

    def _scope(self) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = [Admin.status == "active"]
        if self.reach.tenant_id is not None:
            found.append(Admin.tenant_id == self.reach.tenant_id)
        return found

    async def admins(self, search: str | None) -> list[Known]:
        """Those who can sign in: who cannot is no risk."""
        conditions = self._scope()
        if search:
            conditions.append(holds(Admin.full_name, search) | holds(Admin.email, search))
        rows = await self.db.execute(
            select(Admin, grants.source_rows(), has_second_factor()).where(*conditions)
        )
        return [Known(admin, grants.read(admin, held), factor) for admin, held, factor in rows]

    async def suspected(self) -> dict[UUID, list[Suspected]]:
        """Suspicious sign-ins by admin, reason and day."""
        reasons = func.jsonb_array_elements_text(LoginEvent.suspicion).table_valued("value")
        age = cast(
            func.floor(func.extract("epoch", self.now - LoginEvent.at) / 86_400), Integer
        ).label("age")
        rows = await self.db.execute(
            select(LoginEvent.admin_id, reasons.c.value, age, func.sum(LoginEvent.attempts))
            .select_from(LoginEvent)
            .join(Admin, Admin.id == LoginEvent.admin_id)
            .join(reasons, true())
            .where(
                *self._scope(),
                # Not the guesses of whoever stays outside: they are counted as failures.
                LoginEvent.result == "success",
                LoginEvent.at >= self.now - timedelta(days=SIGN_IN_DAYS),
            )
            .group_by(LoginEvent.admin_id, reasons.c.value, "age")
        )
        found: dict[UUID, list[Suspected]] = {}
        for admin_id, name, days, count in rows:
            found.setdefault(admin_id, []).append(Suspected(Reason(name), max(days, 0), count))
        return found

    async def failures(self) -> dict[UUID, int]:
        """Guesses of a week at each admin's account."""
        rows = await self.db.execute(
            select(LoginEvent.admin_id, func.sum(LoginEvent.attempts))
            .join(Admin, Admin.id == LoginEvent.admin_id)
            .where(
                *self._scope(),
                LoginEvent.at >= self.now - timedelta(days=FAILURE_DAYS),
                LoginEvent.failure_reason.in_(_GUESSES),
            )
            .group_by(LoginEvent.admin_id)
        )
        return {admin_id: count for admin_id, count in rows if admin_id is not None}

    async def acts(
        self, kinds: Collection[tuple[str, str]]
    ) -> dict[str, list[tuple[str, str, int]]]:
        """How often each admin, by id as the log has it, did acts of these kinds."""
        conditions: list[Any] = [
            AuditEvent.timestamp >= self.now - timedelta(days=ACT_DAYS),
            AuditEvent.actor_user_id.is_not(None),
            tuple_(AuditEvent.action, AuditEvent.status).in_(list(kinds)),
        ]
        if self.reach.tenant_id is not None:
            conditions.append(AuditEvent.tenant_id == self.reach.tenant_id)
        rows = await self.db.execute(
            select(AuditEvent.actor_user_id, AuditEvent.action, AuditEvent.status, func.count())
            .where(*conditions)
            .group_by(AuditEvent.actor_user_id, AuditEvent.action, AuditEvent.status)
        )
        found: dict[str, list[tuple[str, str, int]]] = {}
        for admin_id, action, status, count in rows:
            found.setdefault(admin_id or "", []).append((action, status, count))
        return found

    async def countries(self) -> dict[UUID, int]:
        """From how many countries each admin is signed in now."""
        rows = await self.db.execute(
            select(Session.admin_id, func.count(func.distinct(Session.country)))
            .join(Admin, Admin.id == Session.admin_id)
            .where(
                *self._scope(),
                Session.revoked_at.is_(None),
                Session.expires_at > self.now,
                *policies.session_alive(self.now, self.reach.settings),
            )
            .group_by(Session.admin_id)
        )
        return {admin_id: count for admin_id, count in rows}  # noqa: C416

    async def unapproved_devices(self) -> dict[UUID, int]:
        """How many devices of each admin wait for approval or are blocked."""
        rows = await self.db.execute(
            select(Device.admin_id, func.count())
            .join(Admin, Admin.id == Device.admin_id)
            .where(*self._scope(), Device.status != "approved")
            .group_by(Device.admin_id)
        )
        return {admin_id: count for admin_id, count in rows}  # noqa: C416
