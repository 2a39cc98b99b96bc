"""SQL of roles."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.platform.identity.models import Admin, Role


class RoleRepository:
    """The roles of one brand."""

    def __init__(self, db: AsyncSession, tenant_id: str) -> None:
        self.db = db
        self.tenant_id = tenant_id

    async def custom(self) -> list[Role]:
        """The brand's own roles, by name."""
        rows = await self.db.scalars(
            select(Role)
            .where(Role.tenant_id == self.tenant_id)
            .order_by(func.lower(Role.name), Role.id)
        )
        return list(rows)

    async def user_counts(self) -> tuple[dict[str, int], dict[UUID, int]]:
        """How many admins have each built-in role, by name, and each custom one, by id."""
        rows = await self.db.execute(
            select(Admin.role, Admin.role_id, func.count())
            .where(Admin.tenant_id == self.tenant_id)
            .group_by(Admin.role, Admin.role_id)
        )
        built_in: dict[str, int] = {}
        custom: dict[UUID, int] = {}
        for name, role_id, count in rows:
            if role_id is None:
                built_in[name] = count
            else:
                custom[role_id] = count
        return built_in, custom
