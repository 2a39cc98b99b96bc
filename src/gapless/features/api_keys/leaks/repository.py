"""SQL of leak reports: over all brands, because a scanner knows none."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.platform.identity import Admin, grants
from gapless.platform.identity.key_models import ApiKey
from gapless.platform.permissions import Permission


class LeakRepository:
    """Keys by what was found of them."""

    def __init__(self, db: AsyncSession) -> None:
        self.db = db

    async def locked(self, digests: Sequence[bytes]) -> list[ApiKey]:
        """Keys that have one of these secrets, locked; brand by brand, as their audit rows are."""
        rows = await self.db.scalars(
            select(ApiKey)
            .where(
                ApiKey.deleted_at.is_(None),
                or_(ApiKey.secret_hash.in_(digests), ApiKey.previous_hash.in_(digests)),
            )
            .order_by(ApiKey.tenant_id, ApiKey.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        return list(rows)

    async def to_tell(self, tenant_id: str) -> list[str]:
        """E-mails of the brand's active admins who may act on its keys; else of platform owners."""
        rows = await self.db.execute(
            select(Admin, grants.source_rows()).where(
                or_(Admin.tenant_id == tenant_id, Admin.is_platform_owner),
                Admin.status == "active",
            )
        )
        people = [(admin, grants.read(admin, sources)) for admin, sources in rows]
        own = [
            admin.email
            for admin, held in people
            if admin.tenant_id == tenant_id and Permission.API_KEYS_WRITE in held.permissions
        ]
        return own or [admin.email for admin, _ in people if admin.is_platform_owner]
