"""SQL of networks."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.admin_users.reach import Reach
from gapless.platform.identity import Admin
from gapless.platform.security.networks import NetworkRule


class NetworkRepository:
    """The rules that hold within a reach: a brand's own and those of every brand."""

    def __init__(self, db: AsyncSession, reach: Reach) -> None:
        self.db = db
        self.reach = reach

    def _scope(self) -> list[ColumnElement[bool]]:
        brand = self.reach.tenant_id
        if brand is None:
            return []
        return [or_(NetworkRule.tenant_id.is_(None), NetworkRule.tenant_id == brand)]

    async def page(
        self, offset: int, limit: int
    ) -> tuple[list[tuple[NetworkRule, str | None]], int]:
        """A page of rules with the name of the admin they hold for, newest first."""
        rows = await self.db.execute(
            select(NetworkRule, Admin.full_name)
            .outerjoin(Admin, Admin.id == NetworkRule.admin_id)
            .where(*self._scope())
            .order_by(NetworkRule.added_at.desc(), NetworkRule.id)
            .offset(offset)
            .limit(limit)
        )
        total = await self.db.scalar(
            select(func.count()).select_from(NetworkRule).where(*self._scope())
        )
        return [(rule, name) for rule, name in rows], total or 0

    async def locked(self, rule_id: UUID) -> NetworkRule | None:
        """One rule within reach, locked until the transaction ends."""
        found: NetworkRule | None = await self.db.scalar(
            select(NetworkRule)
            .where(NetworkRule.id == rule_id, *self._scope())
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        return found

    async def same(self, rule: NetworkRule) -> NetworkRule | None:
        """Another rule for the same network and scope."""
        found: NetworkRule | None = await self.db.scalar(
            select(NetworkRule).where(
                NetworkRule.id != rule.id,
                NetworkRule.network == rule.network,
                NetworkRule.tenant_id.is_not_distinct_from(rule.tenant_id),
                NetworkRule.role.is_not_distinct_from(rule.role),
                NetworkRule.admin_id.is_not_distinct_from(rule.admin_id),
            )
        )
        return found

    async def admin(self, admin_id: UUID) -> Admin | None:
        """An admin within reach."""
        statement = select(Admin).where(Admin.id == admin_id)
        if self.reach.tenant_id is not None:
            statement = statement.where(Admin.tenant_id == self.reach.tenant_id)
        found: Admin | None = await self.db.scalar(statement)
        return found
