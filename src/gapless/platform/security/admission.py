"""The last step of every way to sign in: who has proved who they are is let in, or not.

Whatever the proof was (password, second factor, passkey, another provider), the same questions are
asked here in the same order, and the same rows are written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, NoReturn

from gapless.platform import clock
from gapless.platform.identity import Admin, Session, sessions
from gapless.platform.problems import Problem
from gapless.platform.security import attempts, devices, history, networks, policies
from gapless.platform.security.alarms import Alarm, raise_alarm
from gapless.platform.security.devices import DeviceStatus, Recognised
from gapless.platform.security.history import FailureReason, Method
from gapless.platform.security.places import place_of
from gapless.platform.security.problems import DeviceBlocked, DevicePending, InvalidCredentials
from gapless.platform.security.suspicion import Reason, judge
from gapless.platform.unit import Unit

Carrier = Literal["bearer", "cookie"]


@dataclass(frozen=True, slots=True)
class Opened:
    """A session that has begun. Token and device secret are told once and never stored."""

    token: str
    session: Session
    admin: Admin
    device_secret: str | None


async def admit(
    unit: Unit, admin: Admin, *, method: Method, carrier: Carrier, cookies: Mapping[str, str]
) -> Opened:
    """Open a session for an admin who has proved who they are. The caller holds the row's lock.

    Raises `InvalidCredentials` for whoever may not sign in, or not from here, as for a wrong
    password; `DevicePending` or `DeviceBlocked` for the device.
    """
    await check(unit, admin, method=method)
    now = clock.now()
    rule = await policies.load(unit.db, admin.tenant_id, unit.settings)
    found = await devices.recognise(
        unit,
        admin,
        cookies,
        keeps_cookies=carrier == "cookie",
        approval=rule.require_device_approval,
    )
    await _check_device(unit, admin, found, method, approval=rule.require_device_approval)
    place = place_of(unit.ip_address, unit.settings)
    past = await history.past_of(unit.db, admin, now, device_known=not found.is_new)
    suspicion = judge(past, now, place)
    token, session = await sessions.open_session(
        unit.db,
        admin,
        longest=timedelta(hours=rule.session_absolute_hours),
        ip_address=unit.ip_address,
        user_agent=unit.user_agent,
        origin=sessions.Origin(
            method=method,
            device_id=found.device.id,
            location=place.label if place else None,
            country=place.country if place else None,
            suspicion=list(suspicion),
        ),
    )
    await attempts.forget(unit.db, attempts.subject_of(admin.email))
    admin.failed_login_attempts = 0
    admin.last_login_at = now
    await _tell(unit, admin, suspicion)
    await history.record_success(unit, admin, session, method)
    return Opened(token, session, admin, found.secret)


async def check(unit: Unit, admin: Admin, *, method: Method) -> None:
    """Raise `InvalidCredentials` if the admin may not sign in, or not from here."""
    if admin.is_emergency or not sessions.may_sign_in(admin, unit.settings):
        await refuse(unit, admin, FailureReason.NOT_ACTIVE, method, InvalidCredentials())
    if await networks.judge(unit.db, admin.id, unit.ip_address) is not None:
        await refuse(unit, admin, FailureReason.IP_BLOCKED, method, InvalidCredentials())


async def _tell(unit: Unit, admin: Admin, suspicion: tuple[Reason, ...]) -> None:
    if suspicion:
        alone = suspicion == (Reason.NEW_DEVICE,)
        await raise_alarm(unit, admin, Alarm.NEW_DEVICE if alone else Alarm.SUSPICIOUS)


async def _check_device(
    unit: Unit, admin: Admin, found: Recognised, method: Method, *, approval: bool
) -> None:
    status = DeviceStatus(found.device.status)
    if status is DeviceStatus.APPROVED or (status is DeviceStatus.PENDING and not approval):
        return
    headers = {}
    if found.secret is not None:
        headers["Set-Cookie"] = devices.set_cookie(admin.id, found.secret, unit.settings)
    # The device has to be there for whoever shall approve it; and who asks again meanwhile has
    # guessed nothing.
    await attempts.forget(unit.db, attempts.subject_of(admin.email))
    if status is DeviceStatus.PENDING and found.is_new:
        await raise_alarm(unit, admin, Alarm.DEVICE_PENDING)
    await unit.db.commit()
    if status is DeviceStatus.PENDING:
        pending = DevicePending(headers=headers)
        await refuse(unit, admin, FailureReason.DEVICE_PENDING, method, pending)
    await refuse(unit, admin, FailureReason.DEVICE_BLOCKED, method, DeviceBlocked())


async def refuse(
    unit: Unit, admin: Admin, reason: FailureReason, method: Method, problem: Problem
) -> NoReturn:
    """Give the admin's row back, write why the sign-in failed, and raise the problem."""
    # Apart from the session, so that the rollback does not make it unreadable.
    unit.db.expunge(admin)
    await unit.db.rollback()
    await history.record_failure(unit, reason, email=admin.email, admin=admin, method=method)
    raise problem
