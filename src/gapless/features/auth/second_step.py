"""The second step of a sign-in, and signing in with a passkey alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

from gapless.features.auth.factors import ceremonies, passkeys
from gapless.features.auth.factors.ceremonies import Begun, Ceremony, Purpose
from gapless.features.auth.factors.passkeys import RelyingParty
from gapless.features.auth.factors.problems import (
    ChallengeInvalid,
    PasskeyRefused,
    SecondFactorRequired,
    SecondFactorWrong,
)
from gapless.features.auth.factors.proving import Prover, use_passkey
from gapless.features.auth.factors.repository import FactorRepository
from gapless.features.auth.factors.schemas import PasskeySignIn, SecondStepRequest
from gapless.features.auth.repository import AuthRepository
from gapless.platform.clock import iso
from gapless.platform.identity import Admin, grants, sessions
from gapless.platform.problems import RateLimited
from gapless.platform.requests import network_of
from gapless.platform.security import admission, attempts, history, policies
from gapless.platform.security.admission import Carrier, Opened
from gapless.platform.security.alarms import Alarm, raise_alarm
from gapless.platform.security.history import FailureReason, Method
from gapless.platform.security.problems import InvalidCredentials
from gapless.platform.security.proofs import Proof, second_factors_of
from gapless.platform.unit import Unit
from gapless.platform.vault import vault_of


class SecondStep:
    """From a right password and a second factor, or from a passkey alone, to a session."""

    def __init__(self, unit: Unit, party: RelyingParty) -> None:
        self.unit = unit
        self.party = party
        self.vault = vault_of(unit.settings)
        self.repository = AuthRepository(unit.db)

    async def ask(self, admin: Admin, *, carrier: Carrier) -> None:
        """Raise `SecondFactorRequired` if the admin has a second factor."""
        methods = await second_factors_of(self.unit.db, admin.id)
        if not methods:
            return
        begun = ceremonies.begin(
            self.vault,
            Purpose.SECOND_STEP,
            admin_id=admin.id,
            carrier=carrier,
            password_mark=self._mark(admin),
        )
        options = None
        if Proof.PASSKEY in methods:
            known = await FactorRepository(self.unit.db, admin.id).passkeys()
            options = passkeys.authentication_options(self.party, begun.ceremony.challenge, known)
        raise SecondFactorRequired(
            details={
                "challenge_token": begun.token,
                "expires_at": iso(begun.expires_at),
                "methods": list(methods),
                "passkey_options": options,
            }
        )

    async def finish(
        self, given: SecondStepRequest, cookies: Mapping[str, str]
    ) -> tuple[Opened, Carrier]:
        """Open the session that was asked for. Raises `ChallengeInvalid`, `SecondFactorWrong`,
        `PasskeyRefused`, `RateLimited`, and whatever keeps the admin out."""
        ceremony = await self._resume(given.challenge_token, Purpose.SECOND_STEP)
        assert ceremony.admin_id is not None
        admin = await self.repository.admin(ceremony.admin_id)
        self.unit.change.about("admin", admin.id)
        self.unit.change.tenant_id = admin.tenant_id
        if ceremony.password_mark != self._mark(admin):
            raise ChallengeInvalid
        method = await self._prove(admin, ceremony, given)
        carrier: Carrier = "cookie" if ceremony.carrier == "cookie" else "bearer"
        return await self._admit(admin, ceremony, method, carrier, cookies), carrier

    def offer_passkey(self) -> tuple[Begun, dict[str, Any]]:
        """What a browser needs to sign in with a passkey alone. Nothing is stored for it."""
        begun = ceremonies.begin(self.vault, Purpose.PASSWORDLESS)
        return begun, passkeys.authentication_options(self.party, begun.ceremony.challenge, None)

    async def by_passkey(self, given: PasskeySignIn, cookies: Mapping[str, str]) -> Opened:
        """Open a session for whose passkey answered. Raises as `finish`."""
        ceremony = await self._resume(given.challenge_token, Purpose.PASSWORDLESS)
        await self.unit.db.commit()
        try:
            owner = await use_passkey(
                self.unit, self.party, ceremony.challenge, given.passkey, alone=True
            )
        except PasskeyRefused:
            await self._count_stranger()
            raise
        admin = await self.repository.admin(owner)
        self.unit.change.about("admin", admin.id)
        self.unit.change.tenant_id = admin.tenant_id
        return await self._admit(admin, ceremony, Method.PASSKEY, given.session, cookies)

    async def _prove(self, admin: Admin, ceremony: Ceremony, given: SecondStepRequest) -> Method:
        rule = await policies.load(self.unit.db, admin.tenant_id, self.unit.settings)
        await self.unit.db.commit()
        prover, limit = Prover(self.unit, admin.id), rule.max_login_attempts
        try:
            if given.code is not None:
                await prover.code(given.code, limit=limit)
                return Method.TOTP
            if given.recovery_code is not None:
                await prover.recovery_code(given.recovery_code, limit=limit)
                await raise_alarm(self.unit, admin, Alarm.RECOVERY_CODE_USED)
                return Method.RECOVERY_CODE
            await prover.passkey(self.party, ceremony.challenge, given.passkey or {})
            return Method.PASSKEY
        except (SecondFactorWrong, PasskeyRefused) as wrong:
            await self._refuse(admin, given, FailureReason.SECOND_FACTOR, wrong)
        except RateLimited as limited:
            await self._refuse(admin, given, FailureReason.BRUTE_FORCE, limited)

    async def _refuse(
        self,
        admin: Admin,
        given: SecondStepRequest,
        reason: FailureReason,
        problem: SecondFactorWrong | PasskeyRefused | RateLimited,
    ) -> NoReturn:
        method = Method.PASSKEY if given.passkey else Method.TOTP
        if given.recovery_code is not None:
            method = Method.RECOVERY_CODE
        await history.record_failure(
            self.unit, reason, email=admin.email, admin=admin, method=method
        )
        raise problem

    async def _admit(
        self,
        admin: Admin,
        ceremony: Ceremony,
        method: Method,
        carrier: Carrier,
        cookies: Mapping[str, str],
    ) -> Opened:
        locked = await self.repository.locked(admin.id)
        if ceremony.admin_id is not None and ceremony.password_mark != self._mark(locked):
            # It was changed while the second factor was looked at.
            raise InvalidCredentials
        await ceremonies.burn(self.unit.db, ceremony)
        opened = await admission.admit(
            self.unit, locked, method=method, carrier=carrier, cookies=cookies
        )
        held = (await grants.load(self.unit.db, locked)).permissions
        self.unit.actor = sessions.actor_of(locked, opened.session, carrier, held)
        return opened

    async def _resume(self, token: str, purpose: Purpose) -> Ceremony:
        try:
            return ceremonies.resume(self.vault, token, purpose)
        except ChallengeInvalid:
            await self._count_stranger()
            raise

    async def _count_stranger(self) -> None:
        """Nobody can fill the audit log with answers to challenges that there never were."""
        subject = attempts.subject_of(f"challenge {network_of(self.unit.ip_address)}")
        most = self.unit.settings.login_max_failures_per_address
        await attempts.count(self.unit, subject, limit=most)

    def _mark(self, admin: Admin) -> str:
        stored = (admin.password_hash or "").encode()
        return self.vault.sign(stored, purpose="password-mark").hex()
