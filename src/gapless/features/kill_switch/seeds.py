"""Demo switches: one that stands for a brand, and what came before it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from gapless.platform import clock
from gapless.platform.switches import Module
from gapless.platform.switches.store import KillSwitch
from gapless.settings import Settings

_OWNER = "owner@example.com"


async def seed_kill_switches(db: AsyncSession, settings: Settings) -> None:
    """A history of a few switches; the one that still stands hits a module without routes here."""
    now = clock.now()
    lifted = now - timedelta(days=9, hours=3)
    db.add_all(
        [
            KillSwitch(
                tenant_id="demo",
                module=Module.AFFILIATES.value,
                reason="Postbacks of a partner are counted twice; finance is checking (INC-231).",
                thrown_at=now - timedelta(hours=5),
                thrown_by_email=_OWNER,
                until=now + timedelta(days=2),
            ),
            KillSwitch(
                tenant_id="demo_renter",
                module=Module.GAME_IMPORT.value,
                reason="The provider delivers a broken catalogue.",
                thrown_at=lifted - timedelta(minutes=47),
                thrown_by_email=_OWNER,
                ended_at=lifted,
                ending="lifted",
                lifted_by_email=_OWNER,
                lift_reason="The provider has mended its file.",
            ),
            KillSwitch(
                module=Module.CRM.value,
                reason="Mail provider under attack: no campaign may leave.",
                thrown_at=now - timedelta(days=31),
                thrown_by_email=_OWNER,
                until=now - timedelta(days=31) + timedelta(hours=2),
                ended_at=now - timedelta(days=31) + timedelta(hours=2),
                ending="expired",
            ),
        ]
    )
    await db.flush()
