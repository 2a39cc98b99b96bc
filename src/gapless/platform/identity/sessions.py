"""Sessions: opaque tokens, looked up on each request, so that ending one ends access at once."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.platform import clock, ids
from gapless.platform.identity import grants
from gapless.platform.identity.actor import Actor, SessionState, Via
from gapless.platform.identity.models import Admin, Session
from gapless.platform.permissions import Permission
from gapless.platform.security import factors, networks, policies
from gapless.settings import Settings

COOKIE = "gapless_session"
CSRF_COOKIE = "gapless_csrf"
CSRF_HEADER = "X-CSRF-Token"
TOKEN_PREFIX = "gls_sess_"  # noqa: S105 - a public prefix, found by secret scanners
EMERGENCY = "break_glass"
"""The method of sessions that neither networks nor step-up stop: who opened one had the server."""
_TOUCH_EVERY = timedelta(seconds=15)
SECOND_FACTOR_FIRST = "second_factor"
"""What a session is limited to while its admin lacks the second factor that the brand asks for."""
_ONE_PROOF = frozenset({"password", "invite"})
"""Ways to sign in that prove one thing. A provider answers for its own; a passkey is two things."""


@dataclass(frozen=True, slots=True)
class Origin:
    """How and from where a session was opened."""

    method: str = "password"
    device_id: UUID | None = None
    location: str | None = None
    country: str | None = None
    suspicion: list[str] = field(default_factory=list)


def hash_token(token: str) -> bytes:
    """What is stored of a token. 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).digest()


async def open_session(
    db: AsyncSession,
    admin: Admin,
    *,
    longest: timedelta,
    ip_address: str | None,
    user_agent: str | None,
    origin: Origin | None = None,
) -> tuple[str, Session]:
    """Start a session; the token is returned once and never stored."""
    token = TOKEN_PREFIX + ids.new_secret()
    origin = origin or Origin()
    now = clock.now()
    session = Session(
        admin_id=admin.id,
        token_hash=hash_token(token),
        csrf_token=ids.new_secret(24),
        ip_address=ip_address,
        user_agent=(user_agent or "").replace("\x00", "")[:400] or None,
        method=origin.method,
        device_id=origin.device_id,
        location=origin.location,
        country=origin.country,
        suspicion=origin.suspicion,
        proved_at=now,
        created_at=now,
        last_seen_at=now,
        last_ip_address=ip_address,
        expires_at=now + longest,
        revoked_at=None,
        revoked_reason=None,
    )
    db.add(session)
    await db.flush()
    return token, session


def may_sign_in(admin: Admin, settings: Settings) -> bool:
    """Whether the admin is active; demo admins only while the demo setting is on."""
    return admin.status == "active" and (settings.demo or not admin.is_demo)


def actor_of(
    admin: Admin,
    session: Session,
    via: Via,
    permissions: frozenset[Permission],
    state: SessionState | None = None,
) -> Actor:
    """The actor that an admin with a live session is."""
    return Actor(
        admin_id=admin.id,
        email=admin.email,
        role=admin.role,
        tenant_id=admin.tenant_id,
        is_platform_owner=admin.is_platform_owner,
        session_id=session.id,
        via=via,
        csrf_token=session.csrf_token,
        full_name=admin.full_name,
        permissions=permissions,
        session=state,
    )


def _step_up_minutes(minutes: int, via: Via, settings: Settings) -> int:
    """How long a proof counts. For clients that cannot ask for one it may be longer, but where
    somebody made the rule stricter than the server's, theirs holds."""
    longer = settings.step_up_token_minutes
    if via != "bearer" or longer is None or minutes < settings.step_up_minutes:
        return minutes
    return longer


async def find_actor(
    db: AsyncSession, token: str, via: Via, settings: Settings, ip_address: str | None = None
) -> Actor | None:
    """The actor a token stands for, or None if it is unknown, revoked, expired or idle too long."""
    if not token.startswith(TOKEN_PREFIX):
        return None
    found = (
        await db.execute(
            select(
                Session,
                Admin,
                grants.source_rows(),
                policies.source_rows(),
                networks.verdict_on(ip_address),
                factors.has_second_factor(),
            )
            .join(Admin, Admin.id == Session.admin_id)
            .where(Session.token_hash == hash_token(token))
        )
    ).first()
    if found is None:
        return None
    session, admin, sources, rules, verdict, has_second_factor = found
    moment = clock.now()
    rule = policies.read(rules, admin.tenant_id, settings)
    idle = timedelta(minutes=rule.session_timeout_minutes)
    longest = timedelta(hours=rule.session_absolute_hours)
    if (
        session.revoked_at is not None
        or not may_sign_in(admin, settings)
        or session.expires_at <= moment
        or session.created_at + longest <= moment
        or session.last_seen_at + idle <= moment
    ):
        return None
    is_emergency = session.method == EMERGENCY
    lacks_factor = rule.require_2fa and session.method in _ONE_PROOF and not has_second_factor
    state = SessionState(
        proved_at=moment if is_emergency else session.proved_at,
        step_up_minutes=_step_up_minutes(rule.step_up_minutes, via, settings),
        limited_to=SECOND_FACTOR_FIRST if lacks_factor else None,
        refused_network=None if is_emergency else verdict,
    )
    actor = actor_of(admin, session, via, grants.read(admin, sources).permissions, state)
    if session.last_seen_at + _TOUCH_EVERY <= moment:
        await db.execute(
            update(Session)
            .where(Session.id == session.id, Session.last_seen_at < moment)
            .values(last_seen_at=moment, last_ip_address=ip_address)
            .execution_options(synchronize_session=False)
        )
        await db.commit()
    return actor


async def revoke(
    db: AsyncSession,
    *,
    reason: str,
    session_id: UUID | None = None,
    admin_id: UUID | None = None,
    keep: UUID | None = None,
) -> int:
    """End one session or all of an admin (but `keep`). Returns how many were ended."""
    statement = update(Session).where(Session.revoked_at.is_(None))
    if session_id is not None:
        statement = statement.where(Session.id == session_id)
    if admin_id is not None:
        statement = statement.where(Session.admin_id == admin_id)
    if keep is not None:
        statement = statement.where(Session.id != keep)
    if session_id is None and admin_id is None:
        raise ValueError("Name a session or an admin")
    ended = await db.execute(
        statement.values(revoked_at=clock.now(), revoked_reason=reason)
        .returning(Session.id)
        .execution_options(synchronize_session=False)
    )
    return len(ended.all())


async def revoke_token(db: AsyncSession, token: str, *, reason: str) -> None:
    """End the session of a token, if it has one."""
    await db.execute(
        update(Session)
        .where(Session.token_hash == hash_token(token), Session.revoked_at.is_(None))
        .values(revoked_at=clock.now(), revoked_reason=reason)
        .execution_options(synchronize_session=False)
    )


async def note_reuse(db: AsyncSession, token: str) -> tuple[UUID, str | None, str] | None:
    """The session that was ended, why, and its admin's brand, the first time its token is shown.

    None for every other token, so that nobody fills the audit log with what they show.
    """
    if not token.startswith(TOKEN_PREFIX):
        return None
    found = await db.execute(
        update(Session)
        .where(
            Session.token_hash == hash_token(token),
            Session.revoked_at.is_not(None),
            Session.reused_at.is_(None),
            Admin.id == Session.admin_id,
        )
        .values(reused_at=clock.now())
        .returning(Session.id, Session.revoked_reason, Admin.tenant_id)
        .execution_options(synchronize_session=False)
    )
    row = found.first()
    return (row[0], row[1], row[2]) if row else None


def same_secret(given: str | None, expected: str | None) -> bool:
    """Compare two secrets in constant time; nothing equals nothing is False."""
    return bool(given and expected) and secrets.compare_digest(
        (given or "").encode(), (expected or "").encode()
    )
