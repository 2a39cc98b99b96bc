"""Use cases of one's own account."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from gapless.features.auth.break_glass.repository import BreakGlassRepository
from gapless.features.auth.problems import (
    SamePassword,
    SessionNotFound,
    WrongPassword,
)
from gapless.features.auth.repository import AuthRepository
from gapless.features.auth.schemas import BreakGlassNotice, Me, OwnSession, PublicAdmin
from gapless.platform import clock
from gapless.platform.identity import sessions
from gapless.platform.identity.passwords import check_strength, hash_password, verify_password
from gapless.platform.security import attempts, policies
from gapless.platform.security.alarms import Alarm, raise_alarm
from gapless.platform.unit import Unit


class AuthService:
    """Signing out, and what belongs to the caller alone."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.repository = AuthRepository(unit.db)

    async def end_cookie_session(self, token: str | None) -> None:
        """End the session that a browser still held when it signed in anew."""
        if token is not None:
            await sessions.revoke_token(self.unit.db, token, reason="signed in again")

    async def me(self) -> Me:
        """The caller."""
        own = await self.repository.admin(self._own_id())
        state = self.unit.known_actor.session
        return Me(
            **PublicAdmin.of(own).model_dump(),
            has_password=own.password_hash is not None,
            limited_to=state.limited_to if state else None,
            break_glass=await self._break_glass() if own.is_platform_owner else None,
        )

    async def _break_glass(self) -> BreakGlassNotice | None:
        found = await BreakGlassRepository(self.unit.db).in_use(clock.now())
        if found is None or found.ends_at is None:
            return None
        return BreakGlassNotice(
            opened_for=found.opened_for,
            reason=found.reason,
            ends_at=found.ends_at,
            is_own=found.admin_id == self._own_id(),
        )

    async def sign_out(self) -> None:
        """End the caller's session, in every process at once."""
        actor = self.unit.known_actor
        self.unit.change.about("session", actor.session_id)
        await sessions.revoke(self.unit.db, reason="signed out", session_id=actor.session_id)

    async def change_password(self, current: str, new: str) -> int:
        """Set a new password and end the caller's other sessions. Returns how many ended."""
        own = await self.repository.admin(self._own_id())
        rule = await policies.load(self.unit.db, own.tenant_id, self.unit.settings)
        about = (own.email, own.full_name, own.username, own.tenant_id)
        check_strength(new, rule.passwords, about=about)
        if current == new:
            raise SamePassword
        proved = own.password_hash
        self.unit.change.about("admin", own.id)
        subject = attempts.subject_of(own.email)
        await self.unit.db.commit()
        await attempts.count(self.unit, subject, limit=rule.max_login_attempts)
        right, _ = await verify_password(current, proved)
        if not right:
            raise WrongPassword
        hashed = await hash_password(new)
        admin = await self.repository.locked(own.id)
        if admin.password_hash != proved:
            raise WrongPassword
        admin.password_hash = hashed
        admin.password_changed_at = clock.now()
        await attempts.forget(self.unit.db, subject)
        await raise_alarm(self.unit, admin, Alarm.PASSWORD_CHANGED)
        return await sessions.revoke(
            self.unit.db,
            reason="password changed",
            admin_id=admin.id,
            keep=self.unit.known_actor.session_id,
        )

    async def own_sessions(self) -> list[OwnSession]:
        """The caller's open sessions."""
        current = self.unit.known_actor.session_id
        own = await self.repository.admin(self._own_id())
        rule = await policies.load(self.unit.db, own.tenant_id, self.unit.settings)
        found = await self.repository.open_sessions(
            own.id, clock.now(), timedelta(minutes=rule.session_timeout_minutes)
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
