"""Demo sign-ins. Their password is public: they exist in demo mode only."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from gapless.platform.identity import Admin
from gapless.platform.identity.passwords import hash_password
from gapless.settings import Settings

DEMO_PASSWORD = "Gapless-Demo-1"  # noqa: S105 - printed on start; demo mode only

DEMO_ADMINS = (
    ("owner@example.com", "Olivia Owner", "default_casino", "Platform Owner", None, True),
    ("admin@example.com", "Deniz Aydın", "demo", "Admin", "tenant_admin", False),
    ("support@example.com", "Sam Support", "demo", "Support", "support", False),
    ("renter@example.com", "Robin Renter", "demo_renter", "Admin", "tenant_admin", False),
)


async def seed_admins(db: AsyncSession, settings: Settings) -> None:
    """A platform owner, two admins of one brand and one of another."""
    hashed = await hash_password(DEMO_PASSWORD)
    for email, name, tenant_id, role, tenant_role, is_owner in DEMO_ADMINS:
        db.add(
            Admin(
                tenant_id=tenant_id,
                email=email,
                username=email.partition("@")[0],
                full_name=name,
                role=role,
                tenant_role=tenant_role,
                is_platform_owner=is_owner,
                password_hash=hashed,
                is_demo=True,
                last_login_at=None,
            )
        )
    await db.flush()
