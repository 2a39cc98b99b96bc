"""SQL of tenants."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.platform.identity import Admin, Tenant

RESERVED_IDS = {"capabilities", "payments"}
"""Words that are addresses below /tenants already."""


class TenantRepository:
    """All brands; for platform owners and for a brand's own row."""

    def __init__(self, db: AsyncSession) -> None:
        self.db = db

    async def page(self, offset: int, limit: int) -> tuple[list[Tenant], int]:
        """A page of brands by name, and how many there are."""
        rows = await self.db.scalars(
            select(Tenant).order_by(func.lower(Tenant.name), Tenant.id).offset(offset).limit(limit)
        )
        total = await self.db.scalar(select(func.count()).select_from(Tenant))
        return list(rows), total or 0

    async def locked(self, tenant_id: str) -> Tenant | None:
        """The brand, locked until the transaction ends, so that two edits are both kept."""
        found: Tenant | None = await self.db.scalar(
            select(Tenant)
            .where(Tenant.id == tenant_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        return found

    async def by_name(self, name: str) -> Tenant | None:
        """The brand with this name, whatever its case."""
        found: Tenant | None = await self.db.scalar(
            select(Tenant).where(func.lower(Tenant.name) == func.lower(name))
        )
        return found

    async def free_id(self, wanted: str) -> str:
        """The wanted id, or the first numbered one that is free."""
        taken = RESERVED_IDS | set(
            await self.db.scalars(select(Tenant.id).where(Tenant.id.startswith(wanted)))
        )
        candidate, number = wanted, 2
        while candidate in taken:
            candidate, number = f"{wanted}_{number}", number + 1
        return candidate

    async def tenant_role(self, admin_id: object) -> str | None:
        """The admin's role in their brand."""
        role: str | None = await self.db.scalar(
            select(Admin.tenant_role).where(Admin.id == admin_id)
        )
        return role
