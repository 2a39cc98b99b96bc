"""Devices: told by a secret that a browser keeps for one admin.

The secret lives in a cookie of its own for each admin, sent with sign-ins alone; only its hash is
stored, together with the admin. So a device's secret is worth nothing to another admin, and nothing
in place of a password.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from gapless.platform import clock, ids
from gapless.platform.identity.models import Admin, Session
from gapless.platform.security.agents import describe
from gapless.platform.security.models import Device
from gapless.platform.unit import Unit
from gapless.settings import Settings

COOKIE_PATH = "/api/v1/auth"
COOKIE_LIFETIME = timedelta(days=400)
"""The longest that browsers keep a cookie."""
MOST_PENDING = 5
"""Devices of one admin that wait for approval; a further one takes the place of the oldest."""
_PREFIX = "gls_dev_"


class DeviceStatus(StrEnum):
    """Whether a device may sign in."""

    PENDING = "pending"
    APPROVED = "approved"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Recognised:
    """The device of a sign-in, and the secret to send to it if it has none yet."""

    device: Device
    is_new: bool
    secret: str | None = None


def cookie_of(admin_id: UUID) -> str:
    """Name of the cookie that keeps the admin's device secret."""
    return f"gapless_device_{admin_id.hex[:12]}"


def set_cookie(admin_id: UUID, secret: str, settings: Settings) -> str:
    """The `Set-Cookie` header that leaves the secret in a browser."""
    answer = Response()
    answer.set_cookie(
        cookie_of(admin_id),
        secret,
        max_age=int(COOKIE_LIFETIME.total_seconds()),
        path=COOKIE_PATH,
        secure=settings.cookie_secure,
        httponly=True,
        samesite="strict",
    )
    return answer.headers["set-cookie"]


async def recognise(
    unit: Unit, admin: Admin, cookies: Mapping[str, str], *, keeps_cookies: bool, approval: bool
) -> Recognised:
    """The device that signs in; a new one waits for approval where the brand wants that.

    A client that keeps no cookies is told by its `User-Agent`, which anybody can copy: that is
    enough to notice a change, and never enough to be approved.
    """
    db = unit.db
    presented = cookies.get(cookie_of(admin.id), "")
    if presented.startswith(_PREFIX) and (known := await _find(db, admin, _hash(presented))):
        return Recognised(_seen(unit, known), is_new=False)
    agent = describe(unit.user_agent)
    secret = _PREFIX + ids.new_secret() if keeps_cookies or approval else None
    token_hash = _hash(secret or f"agent:{agent.family}")
    if secret is None and (known := await _find(db, admin, token_hash)):
        return Recognised(_seen(unit, known), is_new=False)
    if approval:
        await _make_room(db, admin)
    made = (
        await db.execute(
            insert(Device)
            .values(
                id=ids.new_id(),
                admin_id=admin.id,
                token_hash=token_hash,
                by_cookie=secret is not None,
                status=DeviceStatus.PENDING if approval else DeviceStatus.APPROVED,
                first_seen_at=clock.now(),
                last_seen_at=clock.now(),
            )
            # Two sign-ins of one program at once.
            .on_conflict_do_update(
                index_elements=["admin_id", "token_hash"], set_={"last_seen_at": clock.now()}
            )
            .returning(Device)
        )
    ).scalar_one()
    return Recognised(_seen(unit, made), is_new=True, secret=secret)


async def is_recognisable(db: AsyncSession, session_id: UUID | None) -> bool:
    """Whether the session's device keeps a secret and may sign in again."""
    found = await db.scalar(
        select(Device.by_cookie)
        .join(Session, Session.device_id == Device.id)
        .where(Session.id == session_id, Device.status == DeviceStatus.APPROVED)
    )
    return bool(found)


async def _find(db: AsyncSession, admin: Admin, token_hash: bytes) -> Device | None:
    found: Device | None = await db.scalar(
        select(Device).where(Device.admin_id == admin.id, Device.token_hash == token_hash)
    )
    return found


async def _make_room(db: AsyncSession, admin: Admin) -> None:
    pending = (Device.admin_id == admin.id, Device.status == DeviceStatus.PENDING)
    kept = (
        select(Device.id)
        .where(*pending)
        .order_by(Device.last_seen_at.desc())
        .limit(MOST_PENDING - 1)
    )
    await db.execute(
        delete(Device)
        .where(*pending, Device.id.not_in(kept))
        .execution_options(synchronize_session=False)
    )


def _seen(unit: Unit, device: Device) -> Device:
    device.last_seen_at = clock.now()
    device.user_agent = (unit.user_agent or "").replace("\x00", "")[:400] or None
    device.ip_address = unit.ip_address
    return device


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
