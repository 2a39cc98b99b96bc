"""Step-up: a proof within a session that it is still the same person."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from gapless.features.auth.problems import WrongPassword
from gapless.features.auth.repository import AuthRepository
from gapless.features.auth.schemas import SteppedUp
from gapless.platform import clock
from gapless.platform.identity import Session
from gapless.platform.identity.passwords import verify_password
from gapless.platform.security import attempts, policies
from gapless.platform.unit import Unit


class StepUp:
    """The caller proves who they are once more. It counts for their present session alone."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.repository = AuthRepository(unit.db)

    async def by_password(self, password: str) -> SteppedUp:
        """Take the password as proof; raise `WrongPassword` or `RateLimited`."""
        actor = self.unit.known_actor
        assert actor.admin_id is not None
        self.unit.change.about("session", actor.session_id)
        own = await self.repository.admin(actor.admin_id)
        rule = await policies.load(self.unit.db, own.tenant_id, self.unit.settings)
        await self.unit.db.commit()
        subject = attempts.subject_of(own.email)
        await attempts.count(self.unit, subject, limit=rule.max_login_attempts)
        right, _ = await verify_password(password, own.password_hash)
        if not right:
            raise WrongPassword
        await attempts.forget(self.unit.db, subject)
        return await self._proved(rule.step_up_minutes)

    async def _proved(self, minutes: int) -> SteppedUp:
        now = clock.now()
        await self.unit.db.execute(
            update(Session)
            .where(Session.id == self.unit.known_actor.session_id)
            .values(proved_at=now)
            .execution_options(synchronize_session=False)
        )
        return SteppedUp(fresh_until=now + timedelta(minutes=minutes))
