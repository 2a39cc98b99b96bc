"""Use cases of one's own second factors."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from gapless.features.auth.factors import ceremonies, passkeys, recovery, totp
from gapless.features.auth.factors.ceremonies import Begun, Purpose
from gapless.features.auth.factors.passkeys import RelyingParty
from gapless.features.auth.factors.problems import (
    LastSecondFactor,
    NoSecondFactor,
    PasskeyNotFound,
    PasskeyRefused,
    ProofWrong,
    TotpExists,
    TotpNotBegun,
)
from gapless.features.auth.factors.proving import open_secret, seal_secret
from gapless.features.auth.factors.repository import FactorRepository
from gapless.features.auth.factors.schemas import (
    FactorAdded,
    OwnFactors,
    PasskeyCreate,
    PasskeyRow,
    TotpBegun,
)
from gapless.features.auth.repository import AuthRepository
from gapless.platform import clock
from gapless.platform.identity import Admin, sessions
from gapless.platform.security import attempts, policies
from gapless.platform.security.alarms import Alarm, raise_alarm
from gapless.platform.security.factors import Passkey, TotpFactor
from gapless.platform.unit import Unit
from gapless.platform.vault import vault_of


class OwnFactorService:
    """The caller's second factors. Whoever changes them has just proved who they are."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        actor = unit.known_actor
        assert actor.admin_id is not None
        self.admin_id: UUID = actor.admin_id
        self.factors = FactorRepository(unit.db, self.admin_id)
        self.vault = vault_of(unit.settings)

    async def state(self) -> OwnFactors:
        """What the caller has."""
        own = await self._own()
        rule = await policies.load(self.unit.db, own.tenant_id, self.unit.settings)
        factor = await self.factors.totp()
        return OwnFactors(
            totp_since=factor.confirmed_at if factor else None,
            recovery_codes_left=await self.factors.recovery_codes_left(),
            passkeys=[PasskeyRow.of(passkey) for passkey in await self.factors.passkeys()],
            is_required=rule.require_2fa,
        )

    async def begin_totp(self) -> TotpBegun:
        """Make the secret of an authenticator app; raise `TotpExists`."""
        own = await self._own()
        self.unit.change.about("admin", own.id)
        factor = await self.factors.totp()
        if factor is not None and factor.confirmed_at is not None:
            raise TotpExists
        secret = totp.new_secret()
        await self.factors.begin_totp(seal_secret(secret, own.id, self.vault))
        uri = totp.provisioning_uri(secret, own.email)
        return TotpBegun(secret=secret, provisioning_uri=uri, qr_code=totp.qr_code(uri))

    async def confirm_totp(self, code: str) -> FactorAdded:
        """Take the app's first code. Raises `TotpNotBegun`, `ProofWrong`, `RateLimited`."""
        self.unit.change.about("admin", self.admin_id)
        subject = attempts.subject_of(f"first code of {self.admin_id}")
        await attempts.count(self.unit, subject, limit=self.unit.settings.login_max_failures)
        factor = await self.factors.totp()
        if factor is None or factor.confirmed_at is not None:
            raise TotpNotBegun
        counter = totp.counter_of(open_secret(factor, self.vault), code, clock.now())
        if counter is None:
            raise ProofWrong
        factor.confirmed_at = clock.now()
        factor.last_counter = counter
        await attempts.forget(self.unit.db, subject)
        return await self._added(is_first=not await self.factors.passkeys())

    async def remove_totp(self) -> None:
        """Remove the app; raise `TotpNotBegun`, `LastSecondFactor`."""
        self.unit.change.about("admin", self.admin_id)
        if await self.factors.totp() is None:
            raise TotpNotBegun
        await self._check_not_last(others=len(await self.factors.passkeys()))
        await self.unit.db.execute(delete(TotpFactor).where(TotpFactor.admin_id == self.admin_id))
        await self._removed()

    async def renew_recovery_codes(self) -> list[str]:
        """Make a new set; the old one is void. Raises `NoSecondFactor`."""
        own = await self._own()
        self.unit.change.about("admin", own.id)
        if not await self._has_any():
            raise NoSecondFactor
        await raise_alarm(self.unit, own, Alarm.RECOVERY_CODES_RENEWED)
        return await self._new_codes()

    async def begin_passkey(self, party: RelyingParty) -> tuple[Begun, dict[str, Any]]:
        """What the browser needs to make a passkey."""
        begun = ceremonies.begin(
            self.vault, Purpose.ENROL_PASSKEY, owner=self._session(), admin_id=self.admin_id
        )
        known = await self.factors.passkeys()
        options = passkeys.registration_options(
            party, await self._own(), begun.ceremony.challenge, known
        )
        return begun, options

    async def add_passkey(self, party: RelyingParty, wanted: PasskeyCreate) -> FactorAdded:
        """Keep a passkey. Raises `ChallengeInvalid`, `PasskeyRefused`."""
        ceremony = ceremonies.resume(
            self.vault, wanted.challenge_token, Purpose.ENROL_PASSKEY, owner=self._session()
        )
        made = passkeys.verify_registration(party, ceremony.challenge, wanted.passkey)
        await ceremonies.burn(self.unit.db, ceremony)
        is_first = not await self._has_any()
        transports = wanted.passkey.get("response", {}).get("transports", [])
        passkey = Passkey(
            admin_id=self.admin_id,
            credential_id=made.credential_id,
            public_key=made.credential_public_key,
            sign_count=made.sign_count,
            transports=[str(t)[:20] for t in transports][:10],
            aaguid=made.aaguid,
            is_synced=made.credential_backed_up,
            name=wanted.name,
            last_used_at=None,
        )
        self.unit.db.add(passkey)
        try:
            await self.unit.db.flush()
        except IntegrityError as taken:
            raise PasskeyRefused(details={"cause": "known already"}) from taken
        self.unit.change.about("passkey", passkey.id)
        self.unit.change.after = {"name": passkey.name, "is_synced": passkey.is_synced}
        return await self._added(is_first=is_first)

    async def rename_passkey(self, passkey_id: UUID, name: str) -> PasskeyRow:
        """Give a passkey another name; raise `PasskeyNotFound`."""
        passkey = await self._passkey(passkey_id)
        self.unit.change.before, self.unit.change.after = {"name": passkey.name}, {"name": name}
        passkey.name = name
        return PasskeyRow.of(passkey)

    async def remove_passkey(self, passkey_id: UUID) -> None:
        """Remove a passkey; raise `PasskeyNotFound`, `LastSecondFactor`."""
        passkey = await self._passkey(passkey_id)
        app = await self.factors.totp()
        others = len(await self.factors.passkeys()) - 1
        has_app = app is not None and app.confirmed_at is not None
        await self._check_not_last(others=others + has_app)
        self.unit.change.before = {"name": passkey.name}
        await self.unit.db.delete(passkey)
        await self._removed()

    async def _own(self) -> Admin:
        return await AuthRepository(self.unit.db).admin(self.admin_id)

    async def _passkey(self, passkey_id: UUID) -> Passkey:
        self.unit.change.about("passkey", passkey_id)
        passkey = await self.factors.passkey(passkey_id)
        if passkey is None:
            raise PasskeyNotFound
        return passkey

    async def _has_any(self) -> bool:
        app = await self.factors.totp()
        confirmed = app is not None and app.confirmed_at is not None
        return confirmed or bool(await self.factors.passkeys())

    async def _check_not_last(self, *, others: int) -> None:
        own = await self._own()
        rule = await policies.load(self.unit.db, own.tenant_id, self.unit.settings)
        if rule.require_2fa and not others:
            raise LastSecondFactor

    async def _added(self, *, is_first: bool) -> FactorAdded:
        """Whatever follows from a new factor."""
        await raise_alarm(self.unit, await self._own(), Alarm.FACTOR_ADDED)
        own_session = self.unit.known_actor.session_id
        ended = 0
        if is_first:  # the others were opened without what is asked for from now on
            ended = await sessions.revoke(
                self.unit.db, reason="second factor added", admin_id=self.admin_id, keep=own_session
            )
        has_codes = await self.factors.recovery_codes_left()
        codes = [] if has_codes else await self._new_codes()
        return FactorAdded(recovery_codes=codes, other_sessions_ended=ended)

    async def _removed(self) -> None:
        await self.unit.db.flush()
        await raise_alarm(self.unit, await self._own(), Alarm.FACTOR_REMOVED)
        if not await self._has_any():
            await self.factors.replace_recovery_codes([])

    async def _new_codes(self) -> list[str]:
        codes = recovery.new_codes()
        await self.factors.replace_recovery_codes(recovery.digest(c, self.vault) for c in codes)
        return codes

    def _session(self) -> str:
        return str(self.unit.known_actor.session_id)
