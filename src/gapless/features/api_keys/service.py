"""Use cases of API keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from starlette.responses import Response

from gapless.features.api_keys.giving import givable
from gapless.features.api_keys.problems import (
    ApiKeyBlocked,
    ApiKeyLimitReached,
    ApiKeyScopeNotHeld,
    ApiKeyScopeUnknown,
)
from gapless.features.api_keys.repository import ApiKeyRepository, KeyRecord
from gapless.features.api_keys.rules import MAX_KEYS, has_previous, ordered
from gapless.features.api_keys.schemas import (
    ApiKeyCreate,
    ApiKeyIssued,
    ApiKeyPatch,
    ApiKeyRow,
    ApiKeyUsage,
    UsePoint,
)
from gapless.features.api_keys.states import forget_previous, secret_fields, state_of
from gapless.platform import clock
from gapless.platform.identity import keys
from gapless.platform.identity.key_gate import KeyGate
from gapless.platform.identity.key_models import ApiKey
from gapless.platform.identity.scopes import CATALOGUE
from gapless.platform.problems import NotFound
from gapless.platform.security import gate
from gapless.platform.unit import Unit

_HOURLY_UP_TO_DAYS = 2


class ApiKeyService:
    """The keys of the brand acted in."""

    def __init__(self, unit: Unit, gate: KeyGate) -> None:
        self.unit = unit
        self.gate = gate
        self.repository = ApiKeyRepository(unit.db, unit.tenant_id)

    async def all(self, *, deleted: bool = False) -> list[KeyRecord]:
        """The keys, newest first."""
        return await self.repository.all(deleted=deleted)

    async def get(self, key_id: UUID) -> KeyRecord:
        """One key; raise `NotFound`."""
        record = await self.repository.one(key_id)
        if record is None:
            raise NotFound
        return record

    async def create(self, wanted: ApiKeyCreate) -> ApiKeyIssued:
        """Make a key; its secret is in the answer and nowhere else."""
        await self._check_scopes(wanted.scopes, wanted.scopes)
        if await self.repository.count() >= MAX_KEYS:
            raise ApiKeyLimitReached(limit=MAX_KEYS)
        secret = keys.make(self.gate.table.kind)
        key = ApiKey(
            tenant_id=self.unit.tenant_id,
            name=wanted.name,
            kind=self.gate.table.kind,
            scopes=ordered(wanted.scopes),
            allowed_cidrs=list(dict.fromkeys(wanted.allowed_cidrs)),
            expires_at=wanted.expires_at,
            rate_limit_per_minute=wanted.rate_limit_per_minute,
            created_by=self.unit.known_actor.admin_id,
            **secret_fields(secret),
        )
        self.unit.db.add(key)
        await self.unit.db.flush()
        self._about(key, before=None)
        return await self._issued(secret, key.id)

    async def change(
        self, key_id: UUID, patch: ApiKeyPatch, check_version: Callable[[int], None]
    ) -> KeyRecord:
        """Change what is named; raise `NotFound`, `StaleWrite`, or why it may not be."""
        key = await self._locked(key_id)
        check_version(key.version)
        before = state_of(key)
        self.unit.change.before = before
        changes = patch.changes()
        if "scopes" in changes:
            changes["scopes"] = ordered(changes["scopes"])
        if changes != {"active": False}:
            await gate.check_fresh(self.unit.db, self.unit.known_actor)
            added = set(changes.get("scopes", ())) - set(key.scopes)
            await self._check_scopes(added, {*key.scopes, *added})
        if changes.get("active") is True and key.leaked_at is not None:
            raise ApiKeyBlocked
        for field, value in changes.items():
            setattr(key, field, value)
        if list(changes) == ["active"]:
            self.unit.change.action = "api_key.toggled"
        if state_of(key) != before:
            key.version += 1
        await self.unit.db.flush()
        self._about(key, before=before)
        return await self.get(key_id)

    async def rotate(
        self, key_id: UUID, overlap_hours: int, check_version: Callable[[int], None]
    ) -> ApiKeyIssued:
        """Give the key a new secret; the old one works on for the overlap, if not leaked."""
        key = await self._locked(key_id)
        check_version(key.version)
        await self._check_scopes((), key.scopes)
        before, now = state_of(key), clock.now()
        self.unit.change.before = before
        overlaps = overlap_hours > 0 and key.leaked_at is None
        key.previous_hash = key.secret_hash if overlaps else None
        key.previous_prefix = key.key_prefix if overlaps else None
        key.previous_last_four = key.last_four if overlaps else None
        key.previous_until = now + timedelta(hours=overlap_hours) if overlaps else None
        if key.leaked_at is not None:
            key.leaked_at = key.leak_source = key.leak_url = None
            key.active = True
        secret = keys.make(self.gate.table.kind)
        key.kind, key.rotated_at = self.gate.table.kind, now
        for field, value in secret_fields(secret).items():
            setattr(key, field, value)
        key.version += 1
        await self.unit.db.flush()
        self._about(key, before=before)
        return await self._issued(secret, key.id)

    async def end_overlap(self, key_id: UUID) -> KeyRecord:
        """Stop the secret from before the last rotation now; raise `NotFound` if there is none."""
        key = await self._locked(key_id)
        if not has_previous(key, clock.now()):
            raise NotFound
        before = state_of(key)
        forget_previous(key)
        key.version += 1
        await self.unit.db.flush()
        self._about(key, before=before)
        return await self.get(key_id)

    async def delete(self, key_id: UUID) -> None:
        """Stop a key for good; raise `NotFound` or `ReasonRequired`."""
        key = await self._locked(key_id)
        self.unit.require_reason()
        before = state_of(key)
        key.deleted_at, key.active = clock.now(), False
        forget_previous(key)
        key.version += 1
        await self.unit.db.flush()
        self._about(key, before=before)

    async def usage(self, key_id: UUID, days: int) -> ApiKeyUsage:
        """Calls and refusals over the last days; raise `NotFound`."""
        await self.get(key_id)
        bucket: Literal["hour", "day"] = "hour" if days <= _HOURLY_UP_TO_DAYS else "day"
        step = timedelta(hours=1) if bucket == "hour" else timedelta(days=1)
        count = days * 24 if bucket == "hour" else days
        newest = _floor(clock.now(), bucket)
        since = newest - step * (count - 1)
        rows = await self.repository.use(key_id, bucket, since)
        points = []
        for number in range(count):
            at = since + step * number
            calls, refused = rows.get(at, (0, 0))
            points.append(UsePoint(at=at, calls=calls, refused=refused))
        return ApiKeyUsage(
            bucket=bucket,
            points=points,
            calls=sum(p.calls for p in points),
            refused=sum(p.refused for p in points),
        )

    async def _locked(self, key_id: UUID) -> ApiKey:
        self.unit.change.about("api_key", key_id)
        key = await self.repository.locked(key_id)
        if key is None:
            raise NotFound
        return key

    async def _check_scopes(self, given: Iterable[str], handled: Iterable[str]) -> None:
        """Raise if a given scope does not exist, or a handled one is more than the actor may give.

        Handling counts as giving: who can rotate or loosen a key can use it.
        """
        unknown = [scope for scope in ordered(given) if scope not in CATALOGUE]
        if unknown:
            raise ApiKeyScopeUnknown(scopes=", ".join(unknown), details={"scopes": unknown})
        held = await givable(self.unit.db, self.unit.known_actor)
        missing = [scope for scope in ordered(handled) if scope not in held]
        if missing:
            raise ApiKeyScopeNotHeld(scopes=", ".join(missing), details={"scopes": missing})

    def _about(self, key: ApiKey, *, before: dict[str, Any] | None) -> None:
        self.unit.change.about("api_key", key.id)
        self.unit.change.before = before
        self.unit.change.after = state_of(key)
        self.unit.after_commit = self._tell

    async def _tell(self, response: Response) -> Response:
        # The other processes hear of it; this one must not answer sooner than it knows.
        self.gate.table.expire()
        return response

    async def _issued(self, secret: str, key_id: UUID) -> ApiKeyIssued:
        return ApiKeyIssued(api_key=secret, key=ApiKeyRow.of(await self.get(key_id)))


def _floor(moment: datetime, bucket: str) -> datetime:
    hour = moment.replace(minute=0, second=0, microsecond=0)
    return hour if bucket == "hour" else hour.replace(hour=0)
