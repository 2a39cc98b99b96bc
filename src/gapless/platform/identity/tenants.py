"""Reading the brand that is acted in."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from gapless.platform.identity.models import Tenant


async def snapshot(db: AsyncSession, tenant_id: str) -> Tenant | None:
    """The brand as it is now, apart from the session: a rollback does not make it unreadable."""
    tenant = await db.get(Tenant, tenant_id)
    if tenant is not None:
        db.expunge(tenant)
    return tenant
