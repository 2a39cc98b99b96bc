"""Checking a second factor. What is good once is used up at once, in a transaction of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import structlog

from gapless.features.auth.factors import passkeys, recovery, totp
from gapless.features.auth.factors.passkeys import RelyingParty
from gapless.features.auth.factors.problems import (
    FactorUnreadable,
    PasskeyRefused,
    SecondFactorWrong,
)
from gapless.features.auth.factors.repository import FactorRepository, passkey_by_credential
from gapless.platform import clock
from gapless.platform.security import attempts
from gapless.platform.security.factors import TotpFactor
from gapless.platform.unit import Unit
from gapless.platform.vault import Vault, VaultSealed, vault_of

log = structlog.get_logger(__name__)

SEAL = "totp"


class Prover:
    """Checks what somebody gives as a second factor of one admin."""

    def __init__(self, unit: Unit, admin_id: UUID) -> None:
        self.unit = unit
        self.admin_id = admin_id

    async def code(self, code: str, *, limit: int) -> None:
        """Take a code of the authenticator app.

        Raises `SecondFactorWrong`, also for a code that was taken before; `RateLimited`;
        `FactorUnreadable`.
        """
        async with self._counted(limit) as factors:
            factor = await factors.totp()
            if factor is None or factor.confirmed_at is None:
                raise SecondFactorWrong
            secret = open_secret(factor, vault_of(self.unit.settings))
            counter = totp.counter_of(secret, code, clock.now())
            if counter is None or not await factors.use_counter(counter):
                raise SecondFactorWrong

    async def recovery_code(self, code: str, *, limit: int) -> int:
        """Take a recovery code; how many are left. Raises as `code`."""
        async with self._counted(limit) as factors:
            digest = recovery.digest(code, vault_of(self.unit.settings))
            if not await factors.use_recovery_code(digest):
                raise SecondFactorWrong
            return await factors.recovery_codes_left()

    async def passkey(
        self, party: RelyingParty, challenge: bytes, credential: dict[str, Any]
    ) -> None:
        """Take the answer of one of the admin's passkeys; raise `PasskeyRefused`."""
        owner = await use_passkey(self.unit, party, challenge, credential, alone=False)
        if owner != self.admin_id:
            raise PasskeyRefused(details={"cause": "another account"})

    @asynccontextmanager
    async def _counted(self, limit: int) -> AsyncIterator[FactorRepository]:
        subject = attempts.subject_of(f"second factor of {self.admin_id}")
        await attempts.count(self.unit, subject, limit=limit)
        async with self.unit.database.session() as db:
            yield FactorRepository(db, self.admin_id)
            await attempts.forget(db, subject)
            await db.commit()


async def use_passkey(
    unit: Unit, party: RelyingParty, challenge: bytes, credential: dict[str, Any], *, alone: bool
) -> UUID:
    """Take a passkey's answer and say whose it is; raise `PasskeyRefused`."""
    answer = passkeys.read(credential)
    async with unit.database.session() as db:
        passkey = await passkey_by_credential(db, answer.raw_id)
        if passkey is None:
            raise PasskeyRefused(details={"cause": "unknown passkey"})
        verified = passkeys.verify_authentication(party, challenge, answer, passkey, alone=alone)
        passkey.sign_count = verified.new_sign_count
        passkey.is_synced = verified.credential_backed_up
        passkey.last_used_at = clock.now()
        await db.commit()
        return passkey.admin_id


def seal_secret(secret: str, admin_id: UUID, vault: Vault) -> bytes:
    """A secret as it is stored: it opens for this admin alone."""
    return vault.seal(secret.encode(), purpose=SEAL, owner=str(admin_id))


def open_secret(factor: TotpFactor, vault: Vault) -> str:
    """The secret of an app; raise `FactorUnreadable` if the key that sealed it is gone."""
    try:
        owner = str(factor.admin_id)
        return vault.open(factor.sealed_secret, purpose=SEAL, owner=owner).decode()
    except VaultSealed as gone:
        log.error("second_factor.unreadable", admin_id=str(factor.admin_id))
        raise FactorUnreadable from gone
