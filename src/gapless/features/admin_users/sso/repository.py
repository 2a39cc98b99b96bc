"""SQL of single sign-on."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.admin_users.sso.models import AdminIdentity, IdentityProvider
from gapless.platform.identity import Admin


class ProviderRepository:
    """The identity providers of one brand."""

    def __init__(self, db: AsyncSession, tenant_id: str) -> None:
        self.db = db
        self.tenant_id = tenant_id

    async def all(self) -> list[tuple[IdentityProvider, int]]:
        """The brand's providers by name, and how many admins are linked to each."""
        linked = (
            select(func.count())
            .where(AdminIdentity.provider_id == IdentityProvider.id)
            .scalar_subquery()
        )
        rows = await self.db.execute(
            select(IdentityProvider, linked)
            .where(IdentityProvider.tenant_id == self.tenant_id)
            .order_by(func.lower(IdentityProvider.name))
        )
        return [(provider, count) for provider, count in rows]

    async def linked(self, provider_id: UUID) -> int:
        """How many admins are linked to a provider."""
        count = await self.db.scalar(
            select(func.count()).where(AdminIdentity.provider_id == provider_id)
        )
        return count or 0

    async def locked(self, provider_id: UUID) -> IdentityProvider | None:
        """A provider of the brand, locked until the transaction ends."""
        found: IdentityProvider | None = await self.db.scalar(
            select(IdentityProvider)
            .where(
                IdentityProvider.id == provider_id,
                IdentityProvider.tenant_id == self.tenant_id,
            )
            .with_for_update()
        )
        return found


class IdentityRepository:
    """Who is who at which provider; asked before anybody is signed in."""

    def __init__(self, db: AsyncSession) -> None:
        self.db = db

    async def enabled(self, provider_id: UUID) -> IdentityProvider | None:
        """A provider that people may sign in through."""
        found: IdentityProvider | None = await self.db.scalar(
            select(IdentityProvider).where(
                IdentityProvider.id == provider_id, IdentityProvider.is_enabled
            )
        )
        return found

    async def all_enabled(self) -> list[IdentityProvider]:
        """Every provider that people may sign in through, by name."""
        rows = await self.db.scalars(
            select(IdentityProvider)
            .where(IdentityProvider.is_enabled)
            .order_by(func.lower(IdentityProvider.name), IdentityProvider.id)
        )
        return list(rows)

    async def linked(self, provider_id: UUID, subject: str) -> AdminIdentity | None:
        """The link of somebody at a provider."""
        found: AdminIdentity | None = await self.db.scalar(
            select(AdminIdentity).where(
                AdminIdentity.provider_id == provider_id, AdminIdentity.subject == subject
            )
        )
        return found

    async def admin_by_email(self, email: str) -> Admin | None:
        """The admin with this e-mail, of whatever brand."""
        found: Admin | None = await self.db.scalar(
            select(Admin).where(func.lower(Admin.email) == func.lower(email))
        )
        return found

    async def locked_admin(self, admin_id: UUID) -> Admin:
        """The admin as it is now, locked until the transaction ends."""
        return (
            await self.db.execute(
                select(Admin)
                .where(Admin.id == admin_id)
                .with_for_update()
                .execution_options(populate_existing=True)
            )
        ).scalar_one()

    async def of_admin(self, admin_id: UUID) -> list[tuple[AdminIdentity, str]]:
        """An admin's links and the names of their providers."""
        rows = await self.db.execute(
            select(AdminIdentity, IdentityProvider.name)
            .join(IdentityProvider, IdentityProvider.id == AdminIdentity.provider_id)
            .where(AdminIdentity.admin_id == admin_id)
            .order_by(AdminIdentity.linked_at)
        )
        return [(identity, name) for identity, name in rows]

    async def unlink(self, admin_id: UUID, identity_id: UUID) -> bool:
        """Remove one of an admin's links. False if they have no such."""
        gone = await self.db.execute(
            delete(AdminIdentity)
            .where(AdminIdentity.id == identity_id, AdminIdentity.admin_id == admin_id)
            .returning(AdminIdentity.id)
        )
        return gone.first() is not None
