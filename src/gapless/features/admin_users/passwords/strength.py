"""Judging a new password by the policy of the brand whose admin will use it."""

from __future__ import annotations

from gapless.platform.identity import Admin, Tenant
from gapless.platform.identity.passwords import check_strength
from gapless.platform.security import policies
from gapless.platform.unit import Unit


async def check_new_password(unit: Unit, admin: Admin, password: str) -> None:
    """Raise the first rule that the password breaks."""
    tenant = await unit.db.get(Tenant, admin.tenant_id)
    rules = (await policies.load(unit.db, admin.tenant_id, unit.settings)).passwords
    about = (admin.email, admin.full_name, tenant.name if tenant else "")
    check_strength(password, rules, about=about)
