"""API keys from the command line: the same use cases, as the house itself, audited alike."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.api_keys.problems import ApiKeyAmbiguous
from gapless.features.api_keys.service import ApiKeyService
from gapless.platform import audit
from gapless.platform.audit import Entry
from gapless.platform.database import Database
from gapless.platform.identity import SYSTEM, Tenant
from gapless.platform.identity.key_gate import KeyGate
from gapless.platform.identity.key_models import ApiKey
from gapless.platform.identity.tenants import snapshot
from gapless.platform.problems import InvalidTenantHeader, NotFound
from gapless.platform.unit import Unit
from gapless.settings import Settings


@asynccontextmanager
async def api_keys_of(
    database: Database,
    settings: Settings,
    tenant_id: str,
    *,
    action: str | None = None,
    reason: str | None = None,
) -> AsyncIterator[ApiKeyService]:
    """The keys of a brand, in one transaction; with `action`, its audit row is committed with it.

    Raises `InvalidTenantHeader` if there is no such brand.
    """
    async with database.session() as db:
        tenant = await snapshot(db, tenant_id)
        if tenant is None:
            raise InvalidTenantHeader(tenant=tenant_id)
        unit = Unit(db=db, database=database, settings=settings, actor=SYSTEM, tenant=tenant)
        unit.change.reason = reason
        yield ApiKeyService(unit, KeyGate(database, settings))
        if action is not None:
            await db.flush()
            entry = Entry(
                action=unit.change.action or action,
                status="SUCCESS",
                actor=SYSTEM,
                tenant_id=tenant.id,
                change=unit.change,
            )
            await audit.append(db, entry)
        await db.commit()


async def locate(database: Database, text: str) -> tuple[str, UUID]:
    """The brand and id of the one key, of any brand, that an id or a beginning means.

    Raises `NotFound` or `ApiKeyAmbiguous`.
    """
    async with database.session() as db:
        found = await _candidates(db, text)
    if not found:
        raise NotFound
    if len(found) > 1:
        raise ApiKeyAmbiguous(text=text, count=len(found))
    return found[0]


async def _candidates(db: AsyncSession, text: str) -> list[tuple[str, UUID]]:
    try:
        wanted = ApiKey.id == UUID(text)
    except ValueError:
        wanted = or_(
            ApiKey.key_prefix.startswith(text, autoescape=True),
            ApiKey.previous_prefix.startswith(text, autoescape=True),
        )
    rows = await db.execute(
        select(ApiKey.tenant_id, ApiKey.id).where(wanted, ApiKey.deleted_at.is_(None)).limit(20)
    )
    return [(tenant_id, key_id) for tenant_id, key_id in rows]


async def brands(database: Database) -> list[str]:
    """Every brand's id."""
    async with database.session() as db:
        return list(await db.scalars(select(Tenant.id).order_by(Tenant.id)))
