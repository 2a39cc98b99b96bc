"""Signing in with e-mail and password."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn

from gapless.features.auth.factors.passkeys import RelyingParty
from gapless.features.auth.repository import AuthRepository
from gapless.features.auth.second_step import SecondStep
from gapless.platform.identity import Admin, grants, sessions
from gapless.platform.identity.passwords import verify_password
from gapless.platform.problems import RateLimited
from gapless.platform.security import admission, attempts, history, policies
from gapless.platform.security.admission import Carrier, Opened
from gapless.platform.security.history import FailureReason, Method
from gapless.platform.security.problems import InvalidCredentials
from gapless.platform.unit import Unit


class SignIn:
    """From an e-mail and a password to a session."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.repository = AuthRepository(unit.db)

    async def by_password(
        self,
        email: str,
        password: str,
        *,
        carrier: Carrier,
        cookies: Mapping[str, str],
        party: RelyingParty,
    ) -> Opened:
        """Open a session. Raises `InvalidCredentials` or `RateLimited`, alike for any e-mail;
        `SecondFactorRequired` where the password is right and not enough."""
        unit = self.unit
        subject = attempts.subject_of(email)
        unit.change.about("admin", subject.hex())
        found = await self.repository.admin_by_email(email)
        proved = found.password_hash if found else None
        if found is not None:
            unit.change.tenant_id = found.tenant_id
        brand = found.tenant_id if found else None
        limit = await policies.attempts_allowed(unit.db, brand, subject, unit.settings)
        # Gives the connection back while attempts are counted and the password is checked.
        await unit.db.commit()
        try:
            await attempts.count(unit, subject, limit=limit)
        except RateLimited:
            await history.record_failure(unit, FailureReason.BRUTE_FORCE, email=email, admin=found)
            raise
        right, fresh_hash = await verify_password(password, proved)
        if found is None or not right:
            await self._refuse(email, found)
        admin = await self.repository.locked(found.id)
        if admin.password_hash != proved:
            # It was changed while the old one was checked.
            await admission.refuse(
                unit, admin, FailureReason.WRONG_PASSWORD, Method.PASSWORD, InvalidCredentials()
            )
        if fresh_hash:
            admin.password_hash = fresh_hash
            # Kept also if a second step is asked for, which rolls back.
            await unit.db.commit()
            admin = await self.repository.locked(found.id)
        # Who may not come in is told so as for a wrong password, and not asked for more.
        await admission.check(unit, admin, method=Method.PASSWORD)
        await SecondStep(unit, party).ask(admin, carrier=carrier)
        opened = await admission.admit(
            unit, admin, method=Method.PASSWORD, carrier=carrier, cookies=cookies
        )
        held = (await grants.load(unit.db, admin)).permissions
        unit.actor = sessions.actor_of(admin, opened.session, carrier, held)
        return opened

    async def _refuse(self, email: str, admin: Admin | None) -> NoReturn:
        reason = FailureReason.WRONG_PASSWORD if admin else FailureReason.UNKNOWN_USER
        await history.record_failure(self.unit, reason, email=email, admin=admin)
        raise InvalidCredentials
