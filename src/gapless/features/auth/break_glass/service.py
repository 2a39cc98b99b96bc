"""Use cases of break-glass access."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import structlog

from gapless.features.auth.break_glass.models import BreakGlass
from gapless.features.auth.break_glass.problems import BreakGlassLinkInvalid
from gapless.features.auth.break_glass.repository import BreakGlassRepository
from gapless.features.auth.break_glass.telling import tell_owners
from gapless.platform import audit, clock, ids
from gapless.platform.audit import Change, Entry
from gapless.platform.identity import SYSTEM, Admin, sessions
from gapless.platform.permissions import Permission
from gapless.platform.security import attempts, history
from gapless.platform.security.admission import Opened
from gapless.platform.security.history import Method
from gapless.platform.unit import Unit

log = structlog.get_logger("gapless.break_glass")

TOKEN_PREFIX = "gls_brk_"  # noqa: S105 - a public prefix, found by secret scanners
LINK_MINUTES = 10
"""How long a printed link works."""
OWNER_ROLE = "Platform Owner"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What whoever stands at the command line asks for."""

    tenant_id: str
    opened_for: str
    opened_from: str
    reason: str
    minutes: int


class BreakGlassService:
    """Open, use and end emergency access. Each is audited, logged and told to every owner."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.repository = BreakGlassRepository(unit.db)

    async def open(self, wanted: Wanted) -> str:
        """Make an account of its own and a link that works once; returns the link's token."""
        token = TOKEN_PREFIX + ids.new_secret()
        now = clock.now()
        case = BreakGlass(
            id=ids.new_id(),
            token_hash=sessions.hash_token(token),
            opened_for=wanted.opened_for,
            opened_from=wanted.opened_from,
            reason=wanted.reason,
            minutes=wanted.minutes,
            created_at=now,
            link_ends_at=now + timedelta(minutes=LINK_MINUTES),
        )
        admin = Admin(
            id=ids.new_id(),
            tenant_id=wanted.tenant_id,
            email=f"{case.id}@break-glass.invalid",
            username="break-glass",
            full_name=f"Break-glass: {wanted.opened_for}",
            role=OWNER_ROLE,
            tenant_role=None,
            is_platform_owner=True,
            is_emergency=True,
            password_hash=None,
            last_login_at=None,
        )
        case.admin_id = admin.id
        self.unit.db.add(admin)
        await self.unit.db.flush()
        self.unit.db.add(case)
        await self._write("auth.break_glass_opened", case, tenant_id=wanted.tenant_id)
        await tell_owners(self.unit, case, await self.repository.owners())
        return token

    async def use(self, token: str) -> tuple[BreakGlass, Opened]:
        """Begin the access. Raises `BreakGlassLinkInvalid`, and `RateLimited` for who guesses.

        Networks, devices and second factors are not asked: whoever has the link had the server.
        """
        subject = attempts.subject_of(token[:80])
        most = self.unit.settings.login_max_failures_per_address
        await attempts.count(self.unit, subject, limit=most)
        case = await self.repository.by_token(sessions.hash_token(token))
        now = clock.now()
        if case is None or case.used_at or case.ended_at or case.link_ends_at <= now:
            raise BreakGlassLinkInvalid
        admin = await self.unit.db.get_one(Admin, case.admin_id)
        session_token, session = await sessions.open_session(
            self.unit.db,
            admin,
            longest=timedelta(minutes=case.minutes),
            ip_address=self.unit.ip_address,
            user_agent=self.unit.user_agent,
            origin=sessions.Origin(method=sessions.EMERGENCY),
        )
        case.used_at, case.ends_at, case.session_id = now, session.expires_at, session.id
        admin.last_login_at = now
        await attempts.forget(self.unit.db, subject)
        await history.record_success(self.unit, admin, session, Method.BREAK_GLASS)
        held = frozenset(Permission)
        self.unit.actor = sessions.actor_of(admin, session, "cookie", held)
        self.unit.change.about("break_glass", case.id)
        self.unit.change.reason = case.reason
        self.unit.change.tenant_id = admin.tenant_id
        log.critical("break_glass.used", opened_for=case.opened_for, ends_at=str(case.ends_at))
        await tell_owners(self.unit, case, await self.repository.owners())
        return case, Opened(session_token, session, admin, None)

    async def end(self, cases: list[BreakGlass]) -> None:
        """End access at once: session, account and link."""
        for case in cases:
            case.ended_at = clock.now()
            admin = await self.unit.db.get_one(Admin, case.admin_id)
            admin.status = "disabled"
            admin.version += 1
            await sessions.revoke(self.unit.db, reason="break-glass ended", admin_id=admin.id)
            await self._write("auth.break_glass_ended", case, tenant_id=admin.tenant_id)

    async def _write(self, action: str, case: BreakGlass, *, tenant_id: str) -> None:
        change = Change(reason=case.reason, tenant_id=tenant_id)
        change.about("break_glass", case.id)
        change.details = {
            "opened_for": case.opened_for,
            "opened_from": case.opened_from,
            "minutes": case.minutes,
        }
        log.critical(action, opened_for=case.opened_for, opened_from=case.opened_from)
        await audit.append(
            self.unit.db,
            Entry(
                action=action, status="SUCCESS", actor=SYSTEM, tenant_id=tenant_id, change=change
            ),
        )
