"""Import and export from the command line: the same use cases, as the house, audited alike."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from gapless.features.feature_flags.transfer.service import TransferService
from gapless.platform import audit
from gapless.platform.audit import Entry
from gapless.platform.database import Database
from gapless.platform.identity import SYSTEM
from gapless.platform.identity.tenants import snapshot
from gapless.platform.problems import InvalidTenantHeader
from gapless.platform.unit import Unit
from gapless.settings import Settings


@asynccontextmanager
async def transfer_of(
    database: Database,
    settings: Settings,
    tenant_id: str,
    *,
    action: str | None = None,
    reason: str | None = None,
) -> AsyncIterator[TransferService]:
    """Import and export of a brand, in one transaction; with `action`, its audit rows with it.

    Raises `InvalidTenantHeader` if there is no such brand.
    """
    async with database.session() as db:
        tenant = await snapshot(db, tenant_id)
        if tenant is None:
            raise InvalidTenantHeader(tenant=tenant_id)
        unit = Unit(db=db, database=database, settings=settings, actor=SYSTEM, tenant=tenant)
        unit.change.reason = reason
        yield TransferService(unit)
        if action is not None:
            await db.flush()
            for aside in unit.asides:
                await audit.append(db, _entry(aside["action"], tenant.id, aside["change"]))
            await audit.append(db, _entry(action, tenant.id, unit.change))
            await db.commit()


def _entry(action: str, tenant_id: str, change: audit.Change) -> Entry:
    return Entry(action=action, status="SUCCESS", actor=SYSTEM, tenant_id=tenant_id, change=change)
