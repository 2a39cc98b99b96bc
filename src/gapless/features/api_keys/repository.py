"""SQL of API keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Row, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.platform import clock
from gapless.platform.identity import Admin
from gapless.platform.identity.key_models import ApiKey, ApiKeyLastUse, ApiKeyUse

_COUNTED = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """A key with what belongs to it."""

    key: ApiKey
    use: ApiKeyLastUse | None
    owner: str | None
    calls: int


class ApiKeyRepository:
    """The keys of one brand."""

    def __init__(self, db: AsyncSession, tenant_id: str) -> None:
        self.db = db
        self.tenant_id = tenant_id

    def _records(self) -> Select[ApiKey, ApiKeyLastUse | None, str | None, int]:
        calls = (
            select(func.coalesce(func.sum(ApiKeyUse.calls), 0))
            .where(ApiKeyUse.key_id == ApiKey.id, ApiKeyUse.hour > clock.now() - _COUNTED)
            .scalar_subquery()
        )
        return (
            select(ApiKey, ApiKeyLastUse, Admin.email, calls)
            .outerjoin(ApiKeyLastUse, ApiKeyLastUse.key_id == ApiKey.id)
            .outerjoin(Admin, Admin.id == ApiKey.created_by)
            .where(ApiKey.tenant_id == self.tenant_id)
            .execution_options(populate_existing=True)
        )

    async def all(self, *, deleted: bool = False) -> list[KeyRecord]:
        """The keys, newest first; only the deleted ones if asked for."""
        gone = ApiKey.deleted_at.is_not(None) if deleted else ApiKey.deleted_at.is_(None)
        rows = await self.db.execute(
            self._records().where(gone).order_by(ApiKey.created_at.desc(), ApiKey.id)
        )
        return [_record(row) for row in rows]

    async def one(self, key_id: UUID) -> KeyRecord | None:
        """A key of the brand, deleted or not."""
        row = (await self.db.execute(self._records().where(ApiKey.id == key_id))).first()
        return _record(row) if row is not None else None

    async def locked(self, key_id: UUID) -> ApiKey | None:
        """A key that is not deleted, locked until the transaction ends."""
        found: ApiKey | None = await self.db.scalar(
            select(ApiKey)
            .where(
                ApiKey.id == key_id,
                ApiKey.tenant_id == self.tenant_id,
                ApiKey.deleted_at.is_(None),
            )
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        return found

    async def count(self) -> int:
        """How many keys the brand has."""
        found = await self.db.scalar(
            select(func.count())
            .select_from(ApiKey)
            .where(ApiKey.tenant_id == self.tenant_id, ApiKey.deleted_at.is_(None))
        )
        return found or 0

    async def use(
        self, key_id: UUID, bucket: str, since: datetime
    ) -> dict[datetime, tuple[int, int]]:
        """Calls and refusals of a key, summed by hour or day in UTC."""
        at = func.date_trunc(bucket, ApiKeyUse.hour, "UTC").label("at")
        rows = await self.db.execute(
            select(at, func.sum(ApiKeyUse.calls), func.sum(ApiKeyUse.refused))
            .where(ApiKeyUse.key_id == key_id, ApiKeyUse.hour >= since)
            .group_by(at)
        )
        return {at: (int(calls), int(refused)) for at, calls, refused in rows}


def _record(row: Row[ApiKey, ApiKeyLastUse | None, str | None, int]) -> KeyRecord:
    key, use, owner, calls = row
    return KeyRecord(key=key, use=use, owner=owner, calls=int(calls))
