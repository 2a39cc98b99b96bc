"""Step-up: a proof within a session that it is still the same person."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from gapless.features.auth.factors import ceremonies, passkeys
from gapless.features.auth.factors.ceremonies import Purpose
from gapless.features.auth.factors.passkeys import RelyingParty
from gapless.features.auth.factors.problems import (
    ProofNotAccepted,
    ProofWrong,
    SecondFactorWrong,
)
from gapless.features.auth.factors.proving import Prover
from gapless.features.auth.factors.repository import FactorRepository
from gapless.features.auth.factors.schemas import SteppedUp, StepUpChallenge, StepUpRequest
from gapless.features.auth.problems import WrongPassword
from gapless.features.auth.repository import AuthRepository
from gapless.platform import clock
from gapless.platform.identity import Admin, Session
from gapless.platform.identity.passwords import verify_password
from gapless.platform.security import attempts, policies
from gapless.platform.security.proofs import Proof, methods_of
from gapless.platform.unit import Unit
from gapless.platform.vault import vault_of


class StepUp:
    """The caller proves who they are once more. It counts for their present session alone."""

    def __init__(self, unit: Unit, party: RelyingParty) -> None:
        self.unit = unit
        self.party = party
        self.vault = vault_of(unit.settings)

    async def offer(self) -> StepUpChallenge:
        """How the caller can prove it."""
        own = await self._own()
        methods = await methods_of(self.unit.db, own.id)
        begun = ceremonies.begin(self.vault, Purpose.STEP_UP, owner=self._session())
        options = None
        if Proof.PASSKEY in methods:
            known = await FactorRepository(self.unit.db, own.id).passkeys()
            options = passkeys.authentication_options(self.party, begun.ceremony.challenge, known)
        return StepUpChallenge(
            methods=list(methods), challenge_token=begun.token, passkey_options=options
        )

    async def prove(self, given: StepUpRequest) -> SteppedUp:
        """Take a proof. Raises `WrongPassword`, `ProofWrong`, `ProofNotAccepted`,
        `PasskeyRefused`, `ChallengeInvalid`, `RateLimited`."""
        self.unit.change.about("session", self.unit.known_actor.session_id)
        own = await self._own()
        rule = await policies.load(self.unit.db, own.tenant_id, self.unit.settings)
        if given.password is not None:
            if Proof.PASSWORD not in await methods_of(self.unit.db, own.id):
                raise ProofNotAccepted
            await self._by_password(own, given.password, rule.max_login_attempts)
        else:
            await self._by_factor(own, given, rule.max_login_attempts)
        return await self._proved(rule.step_up_minutes)

    async def _by_password(self, own: Admin, password: str, limit: int) -> None:
        await self.unit.db.commit()
        subject = attempts.subject_of(own.email)
        await attempts.count(self.unit, subject, limit=limit)
        right, _ = await verify_password(password, own.password_hash)
        if not right:
            raise WrongPassword
        await attempts.forget(self.unit.db, subject)

    async def _by_factor(self, own: Admin, given: StepUpRequest, limit: int) -> None:
        await self.unit.db.commit()
        prover = Prover(self.unit, own.id)
        try:
            if given.code is not None:
                await prover.code(given.code, limit=limit)
            elif given.recovery_code is not None:
                await prover.recovery_code(given.recovery_code, limit=limit)
            else:
                ceremony = ceremonies.resume(
                    self.vault, given.challenge_token or "", Purpose.STEP_UP, owner=self._session()
                )
                await prover.passkey(self.party, ceremony.challenge, given.passkey or {})
                await ceremonies.burn(self.unit.db, ceremony)
        except SecondFactorWrong as wrong:
            # Not its 401, which would mean that the session has ended.
            raise ProofWrong from wrong

    async def _proved(self, minutes: int) -> SteppedUp:
        now = clock.now()
        await self.unit.db.execute(
            update(Session)
            .where(Session.id == self.unit.known_actor.session_id)
            .values(proved_at=now)
            .execution_options(synchronize_session=False)
        )
        return SteppedUp(fresh_until=now + timedelta(minutes=minutes))

    async def _own(self) -> Admin:
        admin_id = self.unit.known_actor.admin_id
        assert admin_id is not None
        return await AuthRepository(self.unit.db).admin(admin_id)

    def _session(self) -> str:
        return str(self.unit.known_actor.session_id)
