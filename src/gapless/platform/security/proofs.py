"""What an admin can prove with who they are."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.platform.identity.models import Admin
from gapless.platform.security.factors import Passkey, RecoveryCode, TotpFactor


class Proof(StrEnum):
    """A way to prove who one is."""

    PASSWORD = "password"  # noqa: S105 - a way, not a secret
    TOTP = "totp"
    PASSKEY = "passkey"
    RECOVERY_CODE = "recovery_code"


async def second_factors_of(db: AsyncSession, admin_id: UUID) -> tuple[Proof, ...]:
    """The second factors that the admin can give; a recovery code stands in for another alone."""
    app = exists().where(TotpFactor.admin_id == admin_id, TotpFactor.confirmed_at.is_not(None))
    passkey = exists().where(Passkey.admin_id == admin_id)
    code = exists().where(RecoveryCode.admin_id == admin_id, RecoveryCode.used_at.is_(None))
    has_app, has_passkey, has_code = (await db.execute(select(app, passkey, code))).one()
    found = ((Proof.TOTP, has_app), (Proof.PASSKEY, has_passkey))
    own = tuple(proof for proof, has in found if has)
    return (*own, Proof.RECOVERY_CODE) if own and has_code else own


async def methods_of(db: AsyncSession, admin_id: UUID) -> tuple[Proof, ...]:
    """The proofs that count within a session: a second factor where there is one."""
    factors = await second_factors_of(db, admin_id)
    if factors:
        return factors
    has_password = await db.scalar(
        select(Admin.password_hash.is_not(None)).where(Admin.id == admin_id)
    )
    return (Proof.PASSWORD,) if has_password else ()
