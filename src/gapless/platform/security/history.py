"""The login history: every attempt to sign in, with its outcome, cause and suspicion.

An outsider cannot fill the table. Attempts on an account are bounded by the limit of its failures;
refusals past that limit are counted in one row an hour; attempts on accounts that do not exist are
counted in one row for each network and hour, and past `STRANGERS_PER_HOUR` rows in a single one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, literal, select, update
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.platform import clock, ids
from gapless.platform.identity.models import Admin, Session
from gapless.platform.requests import network_of
from gapless.platform.security.models import LoginEvent
from gapless.platform.security.places import Place, place_of
from gapless.platform.security.suspicion import FAILURE_WINDOW, Past, Reason
from gapless.platform.unit import Unit

STRANGERS_PER_HOUR = 500
COUNTRIES_REMEMBERED = timedelta(days=180)
_MANY_ALIKE = 10
"""So many attempts in one row are somebody guessing."""


class Result(StrEnum):
    """How an attempt ended."""

    SUCCESS = "success"
    FAILED = "failed"


class FailureReason(StrEnum):
    """Why an attempt failed."""

    WRONG_PASSWORD = "wrong_password"  # noqa: S105 - a cause, not a secret
    UNKNOWN_USER = "unknown_user"
    NOT_ACTIVE = "not_active"
    IP_BLOCKED = "ip_blocked"
    BRUTE_FORCE = "brute_force"
    SECOND_FACTOR = "2fa_failed"
    DEVICE_PENDING = "device_pending"
    DEVICE_BLOCKED = "device_blocked"
    INVITE_EXPIRED = "invite_expired"
    SSO_REFUSED = "sso_refused"


class Method(StrEnum):
    """What an attempt was made with."""

    PASSWORD = "password"  # noqa: S105 - a way to sign in, not a secret
    TOTP = "totp"
    RECOVERY_CODE = "recovery_code"
    PASSKEY = "passkey"
    SSO = "sso"
    INVITE = "invite"
    BREAK_GLASS = "break_glass"


@dataclass(frozen=True, slots=True)
class Attempt:
    """When, from where and with what somebody tried to sign in."""

    at: datetime
    ip_address: str | None
    user_agent: str | None
    place: Place | None
    method: Method = Method.PASSWORD
    request_id: str | None = None

    @classmethod
    def of(cls, unit: Unit, method: Method, *, at: datetime | None = None) -> Attempt:
        """The attempt that a request is."""
        return cls(
            at=at or clock.now(),
            ip_address=unit.ip_address,
            user_agent=unit.user_agent,
            place=place_of(unit.ip_address, unit.settings),
            method=method,
            request_id=unit.request_id,
        )

    def columns(self) -> dict[str, Any]:
        """What every row says of it."""
        place = self.place
        return {
            "id": ids.new_id(),
            "at": self.at,
            "method": self.method,
            "ip_address": self.ip_address,
            "user_agent": (self.user_agent or "").replace("\x00", "")[:400] or None,
            "country": place.country if place else None,
            "location": place.label if place else None,
            "latitude": place.latitude if place else None,
            "longitude": place.longitude if place else None,
            "request_id": self.request_id,
        }


async def record_failure(
    unit: Unit,
    reason: FailureReason,
    *,
    email: str,
    admin: Admin | None,
    method: Method = Method.PASSWORD,
) -> None:
    """Write a failed attempt, in a transaction of its own: the request's is rolled back."""
    async with unit.database.session() as db:
        await write_failure(db, Attempt.of(unit, method), reason, email=email, admin=admin)
        await db.commit()


async def write_failure(
    db: AsyncSession, attempt: Attempt, reason: FailureReason, *, email: str, admin: Admin | None
) -> None:
    """Write a failed attempt.

    The same statements run whether or not somebody has the e-mail, so that the time of the answer
    does not tell.
    """
    await db.execute(
        update(Admin)
        .where(Admin.id == (admin.id if admin else ids.NIL))
        .values(failed_login_attempts=Admin.failed_login_attempts + 1)
        .execution_options(synchronize_session=False)
    )
    strangers = await _strangers_since(db, _hour(attempt.at))
    statement = insert(LoginEvent).values(
        **attempt.columns(),
        tenant_id=admin.tenant_id if admin else None,
        admin_id=admin.id if admin else None,
        email=admin.email if admin else outline(email),
        result=Result.FAILED,
        failure_reason=reason,
        suspicion=[Reason.BRUTE_FORCE] if reason is FailureReason.BRUTE_FORCE else [],
        bucket=_bucket(attempt, reason, admin, strangers),
    )
    fresh = statement.excluded
    attempts = LoginEvent.attempts + 1
    await db.execute(
        statement.on_conflict_do_update(
            index_elements=["bucket"],
            set_={
                "attempts": attempts,
                "at": fresh.at,
                "email": fresh.email,
                "user_agent": fresh.user_agent,
                "request_id": fresh.request_id,
                "suspicion": case(
                    (attempts >= _MANY_ALIKE, literal([Reason.BRUTE_FORCE], JSONB)),
                    else_=LoginEvent.suspicion,
                ),
            },
        )
    )


async def record_success(unit: Unit, admin: Admin, session: Session, method: Method) -> None:
    """Write a sign-in, in the transaction that opens its session."""
    write_success(
        unit.db,
        Attempt.of(unit, method, at=session.created_at),
        admin,
        session.suspicion,
        device_id=session.device_id,
        session_id=session.id,
    )


def write_success(
    db: AsyncSession,
    attempt: Attempt,
    admin: Admin,
    suspicion: Sequence[str],
    *,
    device_id: UUID | None,
    session_id: UUID | None,
) -> None:
    """Write a sign-in, and why it is suspicious if it is."""
    db.add(
        LoginEvent(
            **attempt.columns(),
            tenant_id=admin.tenant_id,
            admin_id=admin.id,
            email=admin.email,
            result=Result.SUCCESS,
            failure_reason=None,
            device_id=device_id,
            session_id=session_id,
            suspicion=list(suspicion),
            bucket=None,
        )
    )


async def past_of(db: AsyncSession, admin: Admin, now: datetime, *, device_known: bool) -> Past:
    """What is known of the admin's earlier sign-ins."""
    mine = LoginEvent.admin_id == admin.id
    success = LoginEvent.result == Result.SUCCESS
    countries = await db.scalars(
        select(LoginEvent.country)
        .distinct()
        .where(
            mine,
            success,
            LoginEvent.country.is_not(None),
            LoginEvent.at > now - COUNTRIES_REMEMBERED,
        )
    )
    last = (
        await db.execute(
            select(LoginEvent).where(mine, success).order_by(LoginEvent.at.desc()).limit(1)
        )
    ).scalar_one_or_none()
    since = max(now - FAILURE_WINDOW, last.at) if last else now - FAILURE_WINDOW
    failures = await db.scalar(
        select(func.coalesce(func.sum(LoginEvent.attempts), 0)).where(
            mine, LoginEvent.result == Result.FAILED, LoginEvent.at > since
        )
    )
    return Past(
        signed_in_before=last is not None or admin.last_login_at is not None,
        device_known=device_known,
        countries=frozenset(country for country in countries if country),
        last_at=last.at if last else None,
        last_place=_place(last) if last else None,
        recent_failures=int(failures or 0),
    )


def outline(email: str) -> str:
    """Enough of an e-mail that nobody has to recognise a slip of the hand, and no more."""
    local, _, domain = email.partition("@")
    return f"{local[:1]}***@{domain}"[:120]


def _bucket(
    attempt: Attempt, reason: FailureReason, admin: Admin | None, strangers: int
) -> str | None:
    hour = f"{_hour(attempt.at):%Y%m%d%H}"
    if admin is not None:
        return f"{reason}:{admin.id}:{hour}" if reason is FailureReason.BRUTE_FORCE else None
    whose = network_of(attempt.ip_address) if strangers < STRANGERS_PER_HOUR else "*"
    return f"{reason}:{whose}:{hour}"


async def _strangers_since(db: AsyncSession, since: datetime) -> int:
    return (
        await db.scalar(
            select(func.count())
            .select_from(LoginEvent)
            .where(LoginEvent.admin_id.is_(None), LoginEvent.at >= since)
        )
        or 0
    )


def _hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def _place(event: LoginEvent) -> Place | None:
    if event.country is None:
        return None
    return Place(event.country, latitude=event.latitude, longitude=event.longitude)
