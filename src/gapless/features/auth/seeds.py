"""Demo sign-ins."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from gapless.platform.identity import Admin
from gapless.platform.identity.demo import DEMO_ADMINS, DEMO_PASSWORD
from gapless.platform.identity.passwords import hash_password
from gapless.settings import Settings


async def seed_admins(db: AsyncSession, settings: Settings) -> None:
    """A platform owner, two admins of one brand and one of another."""
    hashed = await hash_password(DEMO_PASSWORD)
    for one in DEMO_ADMINS:
        db.add(
            Admin(
                tenant_id=one.tenant_id,
                email=one.email,
                username=one.email.partition("@")[0],
                full_name=one.full_name,
                role=one.role,
                tenant_role=one.tenant_role,
                is_platform_owner=one.is_platform_owner,
                password_hash=hashed,
                is_demo=True,
                last_login_at=None,
            )
        )
    await db.flush()
