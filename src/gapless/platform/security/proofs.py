"""What an admin can prove with who they are."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.platform.identity.models import Admin


class Proof(StrEnum):
    """A way to prove who one is within a session."""

    PASSWORD = "password"  # noqa: S105 - a way, not a secret


async def methods_of(db: AsyncSession, admin_id: UUID) -> tuple[Proof, ...]:
    """The proofs the admin can give."""
    has_password = await db.scalar(
        select(Admin.password_hash.is_not(None)).where(Admin.id == admin_id)
    )
    return (Proof.PASSWORD,) if has_password else ()
