"""Use cases of sessions."""

from __future__ import annotations

from uuid import UUID

from gapless.features.admin_users.problems import AdminNotFound
from gapless.features.admin_users.rank import check_rank
from gapless.features.admin_users.reach import Reach
from gapless.features.admin_users.sessions.problems import AdminSessionNotFound
from gapless.features.admin_users.sessions.repository import SessionFilter, SessionRepository
from gapless.platform.identity import Admin, Session, sessions
from gapless.platform.unit import Unit


class SessionService:
    """The sessions within the caller's reach. Whatever ends them ends them in every process."""

    def __init__(self, unit: Unit, reach: Reach) -> None:
        self.unit = unit
        self.repository = SessionRepository(unit.db, reach)

    async def page(
        self, wanted: SessionFilter, offset: int, limit: int
    ) -> tuple[list[tuple[Session, Admin]], int]:
        """A page of open sessions, and how many there are."""
        return await self.repository.page(wanted, offset, limit)

    async def end(self, session_id: UUID) -> None:
        """End one session; raise `AdminSessionNotFound` or `AdminOutranksYou`."""
        self.unit.change.about("session", session_id)
        found = await self.repository.open_one(session_id)
        if found is None:
            raise AdminSessionNotFound
        await self._may_act_on(found[1])
        reason = self.unit.require_reason()
        await sessions.revoke(self.unit.db, reason=reason, session_id=session_id)

    async def end_of_admin(self, admin_id: UUID) -> int:
        """End every session of an admin but the caller's own; raise `AdminNotFound`,
        `AdminOutranksYou`."""
        self.unit.change.about("admin", admin_id)
        admin = await self.repository.admin(admin_id)
        if admin is None:
            raise AdminNotFound
        await self._may_act_on(admin)
        return self._counted(
            await sessions.revoke(
                self.unit.db,
                reason=self.unit.require_reason(),
                admin_id=admin_id,
                keep=self.unit.known_actor.session_id,
            )
        )

    async def end_all(self) -> int:
        """End every session within reach, but the caller's own and those of who may do more."""
        reason, caller = self.unit.require_reason(), self.unit.known_actor
        self.unit.change.about("session", "all")
        below = [
            admin.id
            for admin, grants in await self.repository.signed_in()
            if grants.permissions <= caller.permissions
        ]
        return self._counted(
            await self.repository.end_all(below, keep=caller.session_id, reason=reason)
        )

    async def _may_act_on(self, admin: Admin) -> None:
        self.unit.change.tenant_id = admin.tenant_id
        self.unit.change.details["admin"] = admin.email
        await check_rank(self.unit, admin)

    def _counted(self, ended: int) -> int:
        self.unit.change.details["ended"] = ended
        return ended
