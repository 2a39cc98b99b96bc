"""Use cases of signing in."""

from __future__ import annotations

import hashlib
import math
from datetime import datetime, timedelta
from typing import NoReturn
from uuid import UUID

from gapless.features.auth.problems import (
    InvalidCredentials,
    SamePassword,
    SessionNotFound,
    WrongPassword,
)
from gapless.features.auth.repository import AuthRepository
from gapless.features.auth.schemas import OwnSession, PublicAdmin
from gapless.platform import clock
from gapless.platform.identity import Admin, Session, grants, sessions
from gapless.platform.identity.models import LoginAttempt
from gapless.platform.identity.passwords import check_strength, hash_password, verify_password
from gapless.platform.problems import RateLimited
from gapless.platform.requests import network_of
from gapless.platform.unit import Unit


class AuthService:
    """Signing in and out, and what belongs to the caller alone."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.repository = AuthRepository(unit.db)

    async def sign_in(self, email: str, password: str) -> tuple[str, Session, Admin]:
        """Open a session. Raises `InvalidCredentials` or `RateLimited`, alike for any e-mail."""
        settings, unit = self.unit.settings, self.unit
        email_hash = hashlib.sha256(email.lower().encode()).digest()
        unit.change.about("admin", email_hash.hex())
        await self._count_attempt(email_hash)
        found = await self.repository.admin_by_email(email)
        proved = found.password_hash if found else None
        if found is not None:
            unit.change.tenant_id = found.tenant_id
        # Gives the connection back while the password is checked.
        await unit.db.commit()
        right, fresh_hash = await verify_password(password, proved)
        if found is None or not right:
            await self._refuse(found)
        assert found is not None
        admin = await self.repository.locked(found.id)
        # It may have been disabled, or its password changed, while the old one was checked.
        if not sessions.may_sign_in(admin, settings) or admin.password_hash != proved:
            await self._refuse(None)
        if fresh_hash:
            admin.password_hash = fresh_hash
        admin.failed_login_attempts = 0
        admin.last_login_at = clock.now()
        await self.repository.forget_attempts(email_hash)
        token, session = await sessions.open_session(
            unit.db,
            admin,
            settings=settings,
            ip_address=unit.ip_address,
            user_agent=unit.user_agent,
        )
        held = (await grants.load(unit.db, admin)).permissions
        unit.actor = sessions.actor_of(admin, session, "bearer", held)
        return token, session, admin

    async def _count_attempt(self, email_hash: bytes) -> None:
        """Count an attempt before it is judged; raise `RateLimited` past the limits.

        In a transaction of its own, and in line with others of the same e-mail, so that guesses
        sent at once count like guesses sent in turn.
        """
        settings, network = self.unit.settings, network_of(self.unit.ip_address)
        window = timedelta(minutes=settings.login_window_minutes)
        since = clock.now() - window
        async with self.unit.database.session() as db:
            attempts = AuthRepository(db)
            await attempts.stand_in_line(email_hash)
            for (count, first), limit in (
                (await attempts.attempts_of(email_hash, since), settings.login_max_failures),
                (
                    await attempts.attempts_from(network, since),
                    settings.login_max_failures_per_address,
                ),
            ):
                if count >= limit:
                    raise _wait(first, window)
            db.add(LoginAttempt(email_hash=email_hash, ip_address=network))
            await db.commit()

    async def _refuse(self, admin: Admin | None) -> NoReturn:
        if admin is not None:
            # In a transaction of its own: the request's is rolled back by the refusal.
            async with self.unit.database.session() as db:
                counted = await AuthRepository(db).locked(admin.id)
                counted.failed_login_attempts += 1
                await db.commit()
        raise InvalidCredentials

    async def end_cookie_session(self, token: str | None) -> None:
        """End the session that a browser still held when it signed in anew."""
        if token is not None:
            await sessions.revoke_token(self.unit.db, token, reason="signed in again")

    async def me(self) -> PublicAdmin:
        """The caller."""
        return PublicAdmin.of(await self.repository.admin(self._own_id()))

    async def sign_out(self) -> None:
        """End the caller's session, in every process at once."""
        actor = self.unit.known_actor
        self.unit.change.about("session", actor.session_id)
        await sessions.revoke(self.unit.db, reason="signed out", session_id=actor.session_id)

    async def change_password(self, current: str, new: str) -> int:
        """Set a new password and end the caller's other sessions. Returns how many ended."""
        check_strength(new)
        if current == new:
            raise SamePassword
        own = await self.repository.admin(self._own_id())
        proved = own.password_hash
        self.unit.change.about("admin", own.id)
        email_hash = hashlib.sha256(own.email.lower().encode()).digest()
        await self.unit.db.commit()
        await self._count_attempt(email_hash)
        right, _ = await verify_password(current, proved)
        if not right:
            raise WrongPassword
        hashed = await hash_password(new)
        admin = await self.repository.locked(own.id)
        if admin.password_hash != proved:
            raise WrongPassword
        admin.password_hash = hashed
        await self.repository.forget_attempts(email_hash)
        return await sessions.revoke(
            self.unit.db,
            reason="password changed",
            admin_id=admin.id,
            keep=self.unit.known_actor.session_id,
        )

    async def own_sessions(self) -> list[OwnSession]:
        """The caller's open sessions."""
        current = self.unit.known_actor.session_id
        found = await self.repository.open_sessions(
            self._own_id(), clock.now(), timedelta(minutes=self.unit.settings.session_idle_minutes)
        )
        return [
            OwnSession(
                id=s.id,
                ip_address=s.ip_address,
                user_agent=s.user_agent,
                created_at=s.created_at,
                last_seen_at=s.last_seen_at,
                expires_at=s.expires_at,
                is_current=s.id == current,
            )
            for s in found
        ]

    async def end_own_session(self, session_id: UUID) -> None:
        """End one of the caller's sessions; raise `SessionNotFound` if it is not theirs."""
        self.unit.change.about("session", session_id)
        ended = await sessions.revoke(
            self.unit.db, reason="ended by its owner", session_id=session_id,
            admin_id=self._own_id(),
        )  # fmt: skip
        if not ended:
            raise SessionNotFound

    def _own_id(self) -> UUID:
        admin_id = self.unit.known_actor.admin_id
        assert admin_id is not None
        return admin_id


def _wait(first: datetime | None, window: timedelta) -> RateLimited:
    left = ((first or clock.now()) + window - clock.now()).total_seconds()
    seconds = max(1, math.ceil(left))
    return RateLimited(seconds=seconds, headers={"Retry-After": str(seconds)})
