"""Break-glass access from the server's command line."""

from __future__ import annotations

import getpass
import socket

from gapless.features.auth.break_glass.repository import BreakGlassRepository
from gapless.features.auth.break_glass.service import BreakGlassService, Wanted
from gapless.platform.database import Database
from gapless.platform.identity import SYSTEM
from gapless.platform.unit import Unit
from gapless.settings import Settings


async def open_access(
    database: Database,
    settings: Settings,
    *,
    tenant_id: str,
    opened_for: str,
    reason: str,
    minutes: int,
) -> str:
    """Open access; returns the link to begin it with. `tenant_id` is the brand of the account."""
    async with database.session() as db:
        unit = Unit(db=db, database=database, settings=settings, actor=SYSTEM, tenant=None)
        token = await BreakGlassService(unit).open(
            Wanted(
                tenant_id=tenant_id,
                opened_for=opened_for,
                opened_from=f"{getpass.getuser()}@{socket.gethostname()}",
                reason=reason,
                minutes=minutes,
            )
        )
        await db.commit()
    return settings.link(f"/break-glass?token={token}")


async def end_all(database: Database, settings: Settings) -> int:
    """End whatever is open, used or not. Returns how much was."""
    async with database.session() as db:
        unit = Unit(db=db, database=database, settings=settings, actor=SYSTEM, tenant=None)
        cases = await BreakGlassRepository(db).not_ended()
        await BreakGlassService(unit).end(cases)
        await db.commit()
        return len(cases)
