"""Demo brands."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.tenants.rules import NEW_BRAND_FEATURES
from gapless.platform.identity import Tenant
from gapless.platform.switches import BrandFeature as F
from gapless.settings import Settings

_DEMO = {F.CAN_USE_CRM, F.CAN_MANAGE_AFFILIATES, F.CAN_MANAGE_BONUS, F.CAN_MANAGE_KYC,
         F.CAN_USE_GAME_ROBOT, F.CAN_VIEW_REPORTS}  # fmt: skip
_RENTER = {F.CAN_MANAGE_ADMINS, F.CAN_VIEW_REPORTS, F.CAN_USE_GAME_ROBOT, F.CAN_MANAGE_KYC,
           F.CAN_MANAGE_BONUS}  # fmt: skip


async def seed_tenants(db: AsyncSession, settings: Settings) -> None:
    """The platform's own brand and two that rent it."""
    for tenant_id, name, kind, held in (
        ("default_casino", "Default Casino", "owner", set(F)),
        ("demo", "Demo Casino", "renter", _DEMO),
        ("demo_renter", "Demo Renter", "renter", _RENTER),
    ):
        features = {key: F(key) in held for key in NEW_BRAND_FEATURES}
        db.add(Tenant(id=tenant_id, name=name, type=kind, features=features))
    await db.flush()
