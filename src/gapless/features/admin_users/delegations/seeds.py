"""Demo delegations: one that waits for approval in the demo brand."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.admin_users.delegations.models import Delegation
from gapless.platform import clock
from gapless.platform.identity import Admin
from gapless.settings import Settings


async def seed_delegations(db: AsyncSession, _: Settings) -> None:
    """The demo admin goes on leave, and asks that support may switch games meanwhile."""
    by_email = {
        admin.email: admin
        for admin in await db.scalars(
            select(Admin).where(Admin.email.in_(("admin@example.com", "support@example.com")))
        )
    }
    giver, taker = by_email["admin@example.com"], by_email["support@example.com"]
    now = clock.now()
    db.add(
        Delegation(
            tenant_id=giver.tenant_id,
            from_admin_id=giver.id,
            to_admin_id=taker.id,
            permissions=["games:write", "tables:write"],
            reason="On leave next week; support switches games off if a provider is down",
            starts_at=now + timedelta(days=1),
            ends_at=now + timedelta(days=8),
            requested_by=giver.id,
        )
    )
    await db.flush()
