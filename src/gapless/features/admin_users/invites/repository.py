"""SQL of invites."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from gapless.features.admin_users.invites.models import Invite
from gapless.features.admin_users.invites.rules import Status
from gapless.platform.identity import Admin
from gapless.platform.search import holds

_Inviter = aliased(Admin)


@dataclass(frozen=True, slots=True)
class InviteFilter:
    """What the list is narrowed to; None is no limit."""

    status: Status | None = None
    search: str | None = None


@dataclass(frozen=True, slots=True)
class InviteRecord:
    """An invite, the invited admin while there is one, and the name of who invited."""

    invite: Invite
    admin: Admin | None
    inviter: str | None


class InviteRepository:
    """The invites of one brand; `tenant_id` None is every brand."""

    def __init__(self, db: AsyncSession, tenant_id: str | None) -> None:
        self.db = db
        self.tenant_id = tenant_id

    def _scope(self) -> list[ColumnElement[bool]]:
        return [] if self.tenant_id is None else [Invite.tenant_id == self.tenant_id]

    def _selected(self) -> Select[Invite, Admin, str]:
        return (
            select(Invite, Admin, _Inviter.full_name)
            .outerjoin(Admin, Admin.id == Invite.admin_id)
            .outerjoin(_Inviter, _Inviter.id == Invite.invited_by)
            .where(*self._scope())
        )

    async def page(
        self, wanted: InviteFilter, now: datetime, offset: int, limit: int
    ) -> tuple[list[InviteRecord], int]:
        """A page of invites, newest first, and how many the filter leaves."""
        conditions = _status_is(wanted.status, now)
        if wanted.search:
            conditions.append(
                holds(Invite.email, wanted.search) | holds(Invite.full_name, wanted.search)
            )
        rows = await self.db.execute(
            self._selected()
            .where(*conditions)
            .order_by(Invite.sent_at.desc(), Invite.id)
            .offset(offset)
            .limit(limit)
        )
        total = await self.db.scalar(
            select(func.count()).select_from(Invite).where(*self._scope(), *conditions)
        )
        return [InviteRecord(*row) for row in rows], total or 0

    async def found(self, invite_id: UUID) -> InviteRecord:
        """One invite as the list shows it."""
        row = (await self.db.execute(self._selected().where(Invite.id == invite_id))).one()
        return InviteRecord(*row)

    async def locked(self, invite_id: UUID) -> Invite | None:
        """One invite of the brand, locked until the transaction ends."""
        return await self._locked(Invite.id == invite_id, *self._scope())

    async def locked_by_token(self, token_hash: bytes) -> Invite | None:
        """The invite whose newest link this is, locked until the transaction ends."""
        return await self._locked(Invite.token_hash == token_hash)

    async def _locked(self, *conditions: ColumnElement[bool]) -> Invite | None:
        found: Invite | None = await self.db.scalar(
            select(Invite)
            .where(*conditions)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        return found

    async def pending_of(self, admin_id: UUID) -> UUID | None:
        """The open invite of an admin."""
        found: UUID | None = await self.db.scalar(
            select(Invite.id).where(
                Invite.admin_id == admin_id,
                Invite.accepted_at.is_(None),
                Invite.revoked_at.is_(None),
            )
        )
        return found

    async def follow(self, admin: Admin) -> None:
        """Write an invited admin's present name, e-mail and role to their invite."""
        await self.db.execute(
            update(Invite)
            .where(Invite.admin_id == admin.id, Invite.accepted_at.is_(None))
            .values(email=admin.email, full_name=admin.full_name, role=admin.role)
            .execution_options(synchronize_session=False)
        )


def _status_is(status: Status | None, now: datetime) -> list[ColumnElement[bool]]:
    if status is None:
        return []
    if status == "accepted":
        return [Invite.accepted_at.is_not(None)]
    if status == "revoked":
        return [Invite.revoked_at.is_not(None)]
    is_open = [Invite.accepted_at.is_(None), Invite.revoked_at.is_(None)]
    late = Invite.expires_at <= now
    return [*is_open, late if status == "expired" else ~late]
