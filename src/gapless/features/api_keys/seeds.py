"""Demo API keys with a history of use. Their secrets are thrown away: nobody can call with them."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.api_keys.states import secret_fields
from gapless.platform import clock
from gapless.platform.identity import Admin, keys
from gapless.platform.identity.key_models import ApiKey, ApiKeyLastUse, ApiKeyUse
from gapless.settings import Settings

_BRANDS = ("default_casino", "demo")
_MAKERS = ("Platform Owner", "Admin")


async def seed_api_keys(db: AsyncSession, settings: Settings) -> None:
    """A handful of keys in different states for two demo brands."""
    now, kind = clock.now(), keys.kind_in(settings.environment)
    for number, tenant_id in enumerate(_BRANDS):
        maker = await db.scalar(
            select(Admin.id).where(Admin.tenant_id == tenant_id, Admin.role.in_(_MAKERS)).limit(1)
        )
        for key, last, busy in _keys(tenant_id, kind, now):
            key.created_by = maker
            db.add(key)
            await db.flush()
            if last is not None:
                last.key_id = key.id
                db.add(last)
            db.add_all(_history(key, now, busy * (1 + number) / 2))
    await db.flush()


def _keys(
    tenant_id: str, kind: keys.Kind, now: datetime
) -> list[tuple[ApiKey, ApiKeyLastUse | None, float]]:
    def made(name: str, age: int, scopes: list[str], **more: object) -> ApiKey:
        values: dict[str, object] = {
            "tenant_id": tenant_id, "name": name, "kind": kind, "scopes": scopes,
            "allowed_cidrs": [], "created_at": now - timedelta(days=age),
            "updated_at": now - timedelta(days=age // 2),
            **secret_fields(keys.make(kind)), **more,
        }  # fmt: skip
        return ApiKey(**values)

    old = secret_fields(keys.make(kind))
    return [
        (
            made("Lobby website", 240, ["games.read"], rate_limit_per_minute=600),
            _used(now - timedelta(minutes=4), "203.0.113.24", "lobby/4.2 (node 22)"),
            180,
        ),
        (
            made(
                "Catalogue sync", 120, ["games.read", "games.write", "games.import"],
                allowed_cidrs=["198.51.100.0/24", "2001:db8:40::/48"],
                rotated_at=now - timedelta(days=2), previous_hash=old["secret_hash"],
                previous_prefix=old["key_prefix"], previous_last_four=old["last_four"],
                previous_until=now + timedelta(days=5),
            ),
            _used(
                now - timedelta(hours=3), "198.51.100.7", "catalogue-sync/1.9 python-httpx",
                previous_at=now - timedelta(hours=20),
            ),
            24,
        ),
        (
            made(
                "Reporting warehouse", 60, ["dashboard.read", "audit.read", "audit.export"],
                expires_at=now + timedelta(days=21), rate_limit_per_minute=60,
            ),
            _used(now - timedelta(hours=9), "192.0.2.61", "dbt-runner/1.8"),
            8,
        ),
        (
            made("Old affiliate feed", 400, ["games.read"], active=False),
            _used(
                now - timedelta(days=11), "203.0.113.90", "curl/8.5.0",
                refused_at=now - timedelta(hours=2), refused_code="API_KEY_DISABLED",
                refused_address="203.0.113.90",
            ),
            5,
        ),
        (
            made("Summer campaign", 150, ["games.read"], expires_at=now - timedelta(days=6)),
            _used(now - timedelta(days=6), "203.0.113.33", "campaign-bot/2"),
            12,
        ),
    ]  # fmt: skip


def _used(at: datetime, address: str, agent: str, **more: object) -> ApiKeyLastUse:
    return ApiKeyLastUse(at=at, ip_address=address, user_agent=agent, **more)


def _history(key: ApiKey, now: datetime, busy: float) -> list[ApiKeyUse]:
    """Thirty days of calls with quiet nights and busy weekends, until the key stopped working."""
    end = key.expires_at if key.expires_at and key.expires_at < now else now
    if not key.active:
        end = now - timedelta(days=11)
    rows = []
    for back in range(30 * 24):
        hour = (now - timedelta(hours=back)).replace(minute=0, second=0, microsecond=0)
        daily = 1 + 0.8 * math.sin((hour.hour - 14) / 24 * 2 * math.pi)
        weekly = 1.5 if hour.weekday() >= 5 else 1.0
        wobble = 0.7 + (hour.toordinal() * 31 + hour.hour * 17) % 13 / 20
        calls = round(busy * daily * weekly * wobble) if hour <= end else 0
        refused = round(busy / 4) if hour > end and hour.hour % 6 == 0 else calls // 90
        if calls or refused:
            rows.append(ApiKeyUse(key_id=key.id, hour=hour, calls=calls, refused=refused))
    return rows
