"""SQL of admins."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, false, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY, TEXT, aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.admin_users.reach import Reach
from gapless.platform.identity.models import Admin, Team, TeamMember
from gapless.platform.permissions import role_key, role_of_key
from gapless.platform.search import holds
from gapless.platform.security.factors import has_second_factor


@dataclass(frozen=True, slots=True)
class UserFilter:
    """What the list is narrowed to; None is no limit."""

    search: str | None = None
    role: str | None = None
    status: str | None = None
    team: UUID | None = None
    second_factor: bool | None = None
    sort: str = "full_name"


@dataclass(frozen=True, slots=True)
class UserRecord:
    """An admin with the names of their teams, and whether they have a second factor."""

    admin: Admin
    teams: list[str]
    has_second_factor: bool

    @property
    def role_key(self) -> str:
        """The role as the list of roles names it: the id of a custom one, the key of another."""
        return str(self.admin.role_id) if self.admin.role_id else role_key(self.admin.role)


_TEAMS = (
    select(
        func.coalesce(
            func.array_agg(aggregate_order_by(Team.name, Team.name), type_=ARRAY(TEXT)),
            literal([], ARRAY(TEXT)),
        )
    )
    .join(TeamMember, TeamMember.team_id == Team.id)
    .where(TeamMember.admin_id == Admin.id)
    .correlate(Admin)
    .scalar_subquery()
)


class UserRepository:
    """The admins within a reach."""

    def __init__(self, db: AsyncSession, reach: Reach) -> None:
        self.db = db
        self.reach = reach

    def _scope(self) -> list[ColumnElement[bool]]:
        brand = self.reach.tenant_id
        return [] if brand is None else [Admin.tenant_id == brand]

    def _conditions(self, wanted: UserFilter) -> list[ColumnElement[bool]]:
        found = self._scope()
        if wanted.search:
            found.append(holds(Admin.full_name, wanted.search) | holds(Admin.email, wanted.search))
        if wanted.status:
            found.append(Admin.status == wanted.status)
        if wanted.role:
            found.append(self._has_role(wanted.role))
        if wanted.team:
            members = select(TeamMember.admin_id).where(TeamMember.team_id == wanted.team)
            found.append(Admin.id.in_(members))
        if wanted.second_factor is not None:
            has = has_second_factor()
            found.append(has if wanted.second_factor else ~has)
        return found

    @staticmethod
    def _has_role(key: str) -> ColumnElement[bool]:
        built_in = role_of_key(key)
        if built_in is not None:
            return Admin.role_id.is_(None) & (Admin.role == built_in)
        try:
            return Admin.role_id == UUID(key)
        except ValueError:
            return false()

    async def page(
        self, wanted: UserFilter, offset: int, limit: int
    ) -> tuple[list[UserRecord], int]:
        """A page of admins, and how many the filter leaves."""
        conditions = self._conditions(wanted)
        order = _ORDER[wanted.sort.lstrip("-")]
        ordered = order.desc().nulls_last() if wanted.sort.startswith("-") else order.nulls_last()
        rows = await self.db.execute(
            select(Admin, _TEAMS, has_second_factor())
            .where(*conditions)
            .order_by(ordered, Admin.id)
            .offset(offset)
            .limit(limit)
        )
        total = await self.db.scalar(select(func.count()).select_from(Admin).where(*conditions))
        return [UserRecord(a, list(teams), factor) for a, teams, factor in rows], total or 0

    async def record(self, admin_id: UUID) -> UserRecord | None:
        """One admin within reach."""
        row = (
            await self.db.execute(
                select(Admin, _TEAMS, has_second_factor()).where(
                    Admin.id == admin_id, *self._scope()
                )
            )
        ).first()
        return UserRecord(row[0], list(row[1]), row[2]) if row else None

    async def locked(self, admin_id: UUID) -> Admin | None:
        """One admin within reach, locked until the transaction ends."""
        found: Admin | None = await self.db.scalar(
            select(Admin)
            .where(Admin.id == admin_id, *self._scope())
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        return found

    async def by_email(self, email: str) -> UUID | None:
        """The admin with this e-mail in whatever case and brand, because all sign in at one door.

        Only whether there is one may be told to a caller.
        """
        found: UUID | None = await self.db.scalar(
            select(Admin.id).where(func.lower(Admin.email) == func.lower(email))
        )
        return found

    async def stream(self, wanted: UserFilter) -> AsyncIterator[UserRecord]:
        """Every admin that the filter leaves, by name, without holding them in memory."""
        rows = await self.db.stream(
            select(Admin, _TEAMS, has_second_factor())
            .where(*self._conditions(wanted))
            .order_by(_ORDER["full_name"], Admin.id)
            .execution_options(yield_per=500)
        )
        async for admin, teams, factor in rows:
            yield UserRecord(admin, list(teams), factor)


_ORDER: dict[str, Any] = {
    "full_name": func.lower(Admin.full_name),
    "email": func.lower(Admin.email),
    "role": func.lower(Admin.role),
    "status": Admin.status,
    "last_login_at": Admin.last_login_at,
    "created_at": Admin.created_at,
}
