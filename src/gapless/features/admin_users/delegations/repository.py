"""SQL of delegations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from gapless.features.admin_users.delegations.models import Delegation
from gapless.features.admin_users.delegations.rules import Decision
from gapless.platform.identity import Admin

_MOST = 500
_giver, _taker, _asker, _decider = (aliased(Admin) for _ in range(4))


@dataclass(frozen=True, slots=True)
class DelegationRecord:
    """A delegation with the people it names."""

    delegation: Delegation
    giver: Admin
    taker: Admin
    asker: Admin | None
    decider: Admin | None


class DelegationRepository:
    """The delegations of one brand."""

    def __init__(self, db: AsyncSession, tenant_id: str) -> None:
        self.db = db
        self.tenant_id = tenant_id

    async def _records(self, which: ColumnElement[bool]) -> list[DelegationRecord]:
        rows = await self.db.execute(
            select(Delegation, _giver, _taker, _asker, _decider)
            .join(_giver, _giver.id == Delegation.from_admin_id)
            .join(_taker, _taker.id == Delegation.to_admin_id)
            .outerjoin(_asker, _asker.id == Delegation.requested_by)
            .outerjoin(_decider, _decider.id == Delegation.decided_by)
            .where(Delegation.tenant_id == self.tenant_id, which)
            .order_by(Delegation.created_at.desc(), Delegation.id)
            .limit(_MOST)
        )
        return [
            DelegationRecord(d, giver, taker, asker, who) for d, giver, taker, asker, who in rows
        ]

    async def all(self) -> list[DelegationRecord]:
        """The brand's delegations, the latest asked for first."""
        return await self._records(true())

    async def one(self, delegation_id: UUID) -> DelegationRecord | None:
        """One delegation with its people."""
        return next(iter(await self._records(Delegation.id == delegation_id)), None)

    async def locked(self, delegation_id: UUID) -> Delegation | None:
        """One delegation, locked until the transaction ends."""
        found: Delegation | None = await self.db.scalar(
            select(Delegation)
            .where(Delegation.id == delegation_id, Delegation.tenant_id == self.tenant_id)
            .with_for_update()
        )
        return found

    async def admin(self, admin_id: UUID) -> Admin | None:
        """An active admin of the brand."""
        found: Admin | None = await self.db.scalar(
            select(Admin).where(
                Admin.id == admin_id, Admin.tenant_id == self.tenant_id, Admin.status == "active"
            )
        )
        return found

    async def people(self) -> list[Admin]:
        """The brand's active admins by name."""
        rows = await self.db.scalars(
            select(Admin)
            .where(Admin.tenant_id == self.tenant_id, Admin.status == "active")
            .order_by(func.lower(Admin.full_name), Admin.id)
            .limit(_MOST)
        )
        return list(rows)


async def past_their_end(db: AsyncSession, now: datetime) -> list[Delegation]:
    """Approved delegations, of whatever brand, whose end is not written down yet."""
    rows = await db.scalars(
        select(Delegation)
        .where(
            Delegation.decision == Decision.APPROVED,
            Delegation.ends_at <= now,
            Delegation.end_written.is_(False),
        )
        .limit(_MOST)
        .with_for_update(skip_locked=True)
    )
    return list(rows)
