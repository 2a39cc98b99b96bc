"""Demo sign-ins of the last three weeks: ordinary days, slips of the hand, and what an attack is.

Each attempt is judged and written by the code that judges and writes real ones, in their order. The
demo has no database of places, so that each attempt says its own; the addresses are those kept for
examples (RFC 5737).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.platform import clock, ids
from gapless.platform.identity import Admin
from gapless.platform.security import history
from gapless.platform.security.devices import DeviceStatus
from gapless.platform.security.history import Attempt, FailureReason
from gapless.platform.security.models import Device
from gapless.platform.security.places import Place
from gapless.platform.security.suspicion import judge
from gapless.settings import Settings

_WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
_LAPTOP = f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {_WEBKIT}"
_MAC = f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {_WEBKIT}"
_LINUX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
_PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1"
)
_SCRIPT = "python-requests/2.32.5"


@dataclass(frozen=True, slots=True)
class _Seat:
    """Where somebody sits, and at what."""

    address: str
    place: Place
    agent: str

    def attempt(self, at: datetime) -> Attempt:
        return Attempt(at, self.address, self.agent, self.place)


_IN_ISTANBUL = Place("TR", "Türkiye", "Istanbul", 41.01, 28.98)
_IN_VALLETTA = Place("MT", "Malta", "Valletta", 35.90, 14.51)
_IN_STOCKHOLM = Place("SE", "Sweden", "Stockholm", 59.33, 18.07)
_IN_SAO_PAULO = Place("BR", "Brazil", "São Paulo", -23.55, -46.63)
_IN_MADRID = Place("ES", "Spain", "Madrid", 40.42, -3.70)
_NOWHERE = Place("NL", "Netherlands", None, 52.38, 4.90)

_DESKS = {
    "admin@example.com": _Seat("203.0.113.10", _IN_ISTANBUL, _LAPTOP),
    "elif.kaya@example.com": _Seat("203.0.113.21", _IN_ISTANBUL, _MAC),
    "ayse.demir@example.com": _Seat("203.0.113.34", _IN_ISTANBUL, _LAPTOP),
    "tomas.novak@example.com": _Seat("198.51.100.12", _IN_VALLETTA, _LINUX),
    "priya.raman@example.com": _Seat("198.51.100.23", _IN_VALLETTA, _LAPTOP),
    "lena.fischer@example.com": _Seat("198.51.100.45", _IN_VALLETTA, _LAPTOP),
    "marcus.lindqvist@example.com": _Seat("198.51.100.31", _IN_VALLETTA, _MAC),
    "renter@example.com": _Seat("192.0.2.17", _IN_MADRID, _LAPTOP),
    "lucia.fernandez@example.com": _Seat("192.0.2.18", _IN_MADRID, _MAC),
}
_THIEF = _Seat("192.0.2.200", _NOWHERE, _SCRIPT)


@dataclass(frozen=True, slots=True)
class _Step:
    """One attempt of the story."""

    at: datetime
    email: str
    seat: _Seat
    failed: FailureReason | None = None


async def seed_login_history(db: AsyncSession, _: Settings) -> None:
    """Play the story on the demo admins who are there already."""
    admins = {admin.email: admin for admin in await db.scalars(select(Admin).where(Admin.is_demo))}
    now = clock.now()
    devices = {
        (email, desk.agent): _device(admins[email], desk, now - timedelta(days=50))
        for email, desk in _DESKS.items()
    }
    db.add_all(devices.values())
    for step in sorted(_story(admins, now), key=lambda step: step.at):
        admin = admins.get(step.email)
        attempt = step.seat.attempt(step.at)
        if step.failed is not None or admin is None:
            reason = step.failed or FailureReason.UNKNOWN_USER
            await history.write_failure(db, attempt, reason, email=step.email, admin=admin)
            continue
        device = devices.get((step.email, step.seat.agent))
        past = await history.past_of(db, admin, step.at, device_known=device is not None)
        if device is None:
            device = devices[step.email, step.seat.agent] = _device(admin, step.seat, step.at)
            db.add(device)
        device.last_seen_at = step.at
        await db.refresh(admin, ["failed_login_attempts"])
        admin.failed_login_attempts, admin.last_login_at = 0, step.at
        suspicion = judge(past, step.at, step.seat.place)
        history.write_success(
            db, attempt, admin, suspicion, device_id=device.id, session_id=ids.new_id()
        )
        await db.flush()
    _block(devices["ayse.demir@example.com", _SCRIPT], admins["owner@example.com"], now)
    await db.flush()


def _story(admins: dict[str, Admin], now: datetime) -> Iterator[_Step]:
    for email, desk in _DESKS.items():
        last = admins[email].last_login_at or now - timedelta(hours=7)
        for day in (0, 1, 2, 5, 7, 9, 12, 14, 16, 19):
            jitter = timedelta(minutes=(17 * day + len(email) * 7) % 95)
            yield _Step(last - timedelta(days=day) - (jitter if day else timedelta(0)), email, desk)
    yield from _slips(now)
    yield from _attack(admins, now)


def _slips(now: datetime) -> Iterator[_Step]:
    """What happens to anybody: a slip of the hand, a new telephone, a journey."""
    elif_desk = _DESKS["elif.kaya@example.com"]
    yield _Step(
        now - timedelta(days=3, hours=2), "elif.kaya@example.com", elif_desk,
        FailureReason.WRONG_PASSWORD,
    )  # fmt: skip
    yield _Step(now - timedelta(days=3, hours=1, minutes=59), "elif.kaya@example.com", elif_desk)
    phone = _Seat("198.51.100.77", _IN_VALLETTA, _PHONE)
    yield _Step(now - timedelta(days=1, hours=6), "priya.raman@example.com", phone)
    abroad = _Seat("198.51.100.140", _IN_STOCKHOLM, _MAC)
    yield _Step(now - timedelta(days=3, hours=12), "marcus.lindqvist@example.com", abroad)
    yield _Step(
        now - timedelta(days=6, hours=4), "jonas.weber@example.com",
        _Seat("198.51.100.46", _IN_VALLETTA, _LAPTOP), FailureReason.NOT_ACTIVE,
    )  # fmt: skip


def _attack(admins: dict[str, Admin], now: datetime) -> Iterator[_Step]:
    """Guessing on e-mails that nobody has, then on one that exists; and a password that leaked."""
    began = now - timedelta(days=2, hours=3)
    for n, name in enumerate(("root", "casino", "finance", "cfo", "it", "test", "info") * 2):
        yield _Step(began + timedelta(seconds=40 * n), f"{name}@example.com", _THIEF)
    lena = "lena.fischer@example.com"
    began = (admins[lena].last_login_at or now) - timedelta(minutes=22)
    for n in range(5):
        at = began + timedelta(minutes=2 * n)
        yield _Step(at, lena, _DESKS[lena], FailureReason.WRONG_PASSWORD)
    for n in range(3):
        yield _Step(
            began + timedelta(minutes=11 + n), lena, _DESKS[lena], FailureReason.BRUTE_FORCE
        )
    ayse = "ayse.demir@example.com"
    leaked = (admins[ayse].last_login_at or now) + timedelta(minutes=50)
    yield _Step(leaked, ayse, _Seat("192.0.2.61", _IN_SAO_PAULO, _SCRIPT))


def _device(admin: Admin, seat: _Seat, since: datetime) -> Device:
    return Device(
        id=ids.new_id(),
        admin_id=admin.id,
        token_hash=ids.new_id().bytes,
        by_cookie=seat.agent != _SCRIPT,
        name=None,
        user_agent=seat.agent,
        ip_address=seat.address,
        status=DeviceStatus.APPROVED,
        decided_by=None,
        decided_at=None,
        decision_reason=None,
        first_seen_at=since,
        last_seen_at=since,
    )


def _block(device: Device, owner: Admin, now: datetime) -> None:
    device.status = DeviceStatus.BLOCKED
    device.decided_by, device.decided_at = owner.id, now - timedelta(hours=20)
    device.decision_reason = "Signed in from another continent fifty minutes later"
