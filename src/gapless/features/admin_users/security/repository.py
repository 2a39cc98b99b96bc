"""SQL of the security policy."""

from __future__ import annotations

from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.platform.identity import Admin
from gapless.platform.security.factors import has_second_factor
from gapless.platform.security.networks import NetworkRule, Restriction
from gapless.platform.security.policies import EVERY_BRAND, SecurityRules


class SecurityRepository:
    """The rules of one brand, or the floor (`tenant_id` None)."""

    def __init__(self, db: AsyncSession, tenant_id: str | None) -> None:
        self.db = db
        self.tenant_id = tenant_id
        self.scope = tenant_id or EVERY_BRAND

    async def rules(self) -> SecurityRules | None:
        """What was set, if anything."""
        return await self.db.get(SecurityRules, self.scope)

    async def locked(self) -> SecurityRules:
        """What was set, locked until the transaction ends; made if there is nothing yet."""
        await self.db.execute(
            insert(SecurityRules).values(scope=self.scope).on_conflict_do_nothing()
        )
        return (
            await self.db.execute(
                select(SecurityRules)
                .where(SecurityRules.scope == self.scope)
                .with_for_update()
                .execution_options(populate_existing=True)
            )
        ).scalar_one()

    async def networks(self, restriction: Restriction) -> list[str]:
        """The active networks that hold for the whole brand."""
        rows = await self.db.scalars(
            select(NetworkRule.network)
            .where(
                or_(NetworkRule.tenant_id.is_(None), NetworkRule.tenant_id == self.tenant_id),
                NetworkRule.is_active,
                NetworkRule.restriction == restriction,
                NetworkRule.role.is_(None),
                NetworkRule.admin_id.is_(None),
            )
            .order_by(NetworkRule.network)
        )
        return [str(network) for network in rows]

    async def coverage(self) -> tuple[int, int]:
        """How many admins can sign in, and how many of them have no second factor."""
        statement = select(func.count(), func.count().filter(~has_second_factor())).where(
            Admin.status == "active"
        )
        if self.tenant_id is not None:
            statement = statement.where(Admin.tenant_id == self.tenant_id)
        row = (await self.db.execute(statement)).one()
        return row[0], row[1]

    async def name_of(self, admin_id: object) -> str | None:
        """Name of an admin."""
        found: str | None = await self.db.scalar(
            select(Admin.full_name).where(Admin.id == admin_id)
        )
        return found
