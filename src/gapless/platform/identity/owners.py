"""Platform owners: how many can sign in, and keeping the last of them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.platform.identity.models import Admin
from gapless.settings import Settings


def can_sign_in(settings: Settings) -> ColumnElement[bool]:
    """That an owner is active, for good. Demo owners cannot sign in outside demo mode."""
    return and_(
        Admin.is_platform_owner,
        Admin.status == "active",
        Admin.is_emergency.is_(False),
        or_(literal(settings.demo), Admin.is_demo.is_(False)),
    )


async def count_owners(db: AsyncSession, settings: Settings) -> int:
    """How many platform owners can sign in."""
    found = await db.scalar(select(func.count()).select_from(Admin).where(can_sign_in(settings)))
    return found or 0


async def another_remains(db: AsyncSession, settings: Settings, leaving: UUID) -> bool:
    """Whether somebody else is left when this owner goes; true until the transaction ends.

    Call it before locking the owner's own row: everybody locks the owners in the same order, so
    that two who remove each other at once wait, and the second sees what the first did.
    """
    rows = await db.scalars(
        select(Admin.id).where(can_sign_in(settings)).order_by(Admin.id).with_for_update()
    )
    return any(found != leaving for found in rows.all())
