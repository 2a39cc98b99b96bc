"""SQL of second factors."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.platform import clock
from gapless.platform.security.factors import Passkey, RecoveryCode, TotpFactor


class FactorRepository:
    """The second factors of one admin."""

    def __init__(self, db: AsyncSession, admin_id: UUID) -> None:
        self.db = db
        self.admin_id = admin_id

    async def totp(self) -> TotpFactor | None:
        """The authenticator app, confirmed or not."""
        return await self.db.get(TotpFactor, self.admin_id, populate_existing=True)

    async def begin_totp(self, sealed: bytes) -> None:
        """Keep the secret of an app that has still to be confirmed; one before it is gone."""
        await self.db.execute(
            insert(TotpFactor)
            .values(admin_id=self.admin_id, sealed_secret=sealed, created_at=clock.now())
            .on_conflict_do_update(
                index_elements=["admin_id"],
                set_={"sealed_secret": sealed, "created_at": clock.now(), "last_counter": 0},
                where=TotpFactor.confirmed_at.is_(None),
            )
        )

    async def use_counter(self, counter: int) -> bool:
        """Take a time step; False if it or a later one was taken before."""
        taken = await self.db.execute(
            update(TotpFactor)
            .where(TotpFactor.admin_id == self.admin_id, TotpFactor.last_counter < counter)
            .values(last_counter=counter)
            .returning(TotpFactor.admin_id)
            .execution_options(synchronize_session=False)
        )
        return taken.first() is not None

    async def use_recovery_code(self, code_hash: bytes) -> bool:
        """Take a code; False if there is none such, or it was taken before."""
        taken = await self.db.execute(
            update(RecoveryCode)
            .where(
                RecoveryCode.admin_id == self.admin_id,
                RecoveryCode.code_hash == code_hash,
                RecoveryCode.used_at.is_(None),
            )
            .values(used_at=clock.now())
            .returning(RecoveryCode.id)
            .execution_options(synchronize_session=False)
        )
        return taken.first() is not None

    async def replace_recovery_codes(self, hashes: Iterable[bytes]) -> None:
        """Forget the codes there are and keep these."""
        await self.db.execute(delete(RecoveryCode).where(RecoveryCode.admin_id == self.admin_id))
        for code_hash in hashes:
            self.db.add(RecoveryCode(admin_id=self.admin_id, code_hash=code_hash, used_at=None))

    async def recovery_codes_left(self) -> int:
        """How many codes were not used."""
        return (
            await self.db.scalar(
                select(func.count())
                .select_from(RecoveryCode)
                .where(RecoveryCode.admin_id == self.admin_id, RecoveryCode.used_at.is_(None))
            )
            or 0
        )

    async def passkeys(self) -> list[Passkey]:
        """The passkeys, the oldest first."""
        rows = await self.db.scalars(
            select(Passkey)
            .where(Passkey.admin_id == self.admin_id)
            .order_by(Passkey.created_at, Passkey.id)
        )
        return list(rows)

    async def passkey(self, passkey_id: UUID) -> Passkey | None:
        """One of the passkeys."""
        found: Passkey | None = await self.db.scalar(
            select(Passkey).where(Passkey.id == passkey_id, Passkey.admin_id == self.admin_id)
        )
        return found


async def passkey_by_credential(db: AsyncSession, credential_id: bytes) -> Passkey | None:
    """The passkey with this credential, whosever it is, locked until the transaction ends."""
    found: Passkey | None = await db.scalar(
        select(Passkey).where(Passkey.credential_id == credential_id).with_for_update()
    )
    return found
