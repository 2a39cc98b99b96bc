"""Use cases of tenants."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy.exc import IntegrityError

from gapless.features.tenants.problems import (
    KillSwitchesElsewhere,
    TenantExists,
)
from gapless.features.tenants.repository import TenantRepository
from gapless.features.tenants.rules import (
    NEW_BRAND_FEATURES,
    differing_switches,
    merge_features,
    slug,
)
from gapless.features.tenants.schemas import Capabilities, TenantCreate
from gapless.platform.identity import Tenant
from gapless.platform.problems import TenantNotFound
from gapless.platform.switches.store import standing
from gapless.platform.unit import Unit


class TenantService:
    """Brands, as platform owners manage them."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.repository = TenantRepository(unit.db)

    async def page(self, offset: int, limit: int) -> tuple[list[Tenant], int]:
        """A page of brands, and how many there are."""
        return await self.repository.page(offset, limit)

    async def get(self, tenant_id: str) -> Tenant:
        """One brand; raise `TenantNotFound`."""
        tenant = await self.unit.db.get(Tenant, tenant_id)
        if tenant is None:
            raise TenantNotFound
        return tenant

    async def create(self, wanted: TenantCreate) -> Tenant:
        """Make a brand; raise `TenantExists` if the name is taken."""
        self._check_switches(wanted.features.kill_switches, {})
        if await self.repository.by_name(wanted.name) is not None:
            raise TenantExists(name=wanted.name)
        given = wanted.features.model_dump(
            exclude_unset=True, exclude_none=True, exclude={"kill_switches"}
        )
        tenant = Tenant(
            id=await self.repository.free_id(slug(wanted.name)),
            name=wanted.name,
            type=wanted.type,
            features=merge_features(dict(NEW_BRAND_FEATURES), given),
        )
        self.unit.db.add(tenant)
        try:
            await self.unit.db.flush()
        except IntegrityError as race:
            raise TenantExists(name=wanted.name) from race
        self.unit.change.about("tenant", tenant.id)
        self.unit.change.tenant_id = tenant.id
        self.unit.change.after = _state(tenant)
        return tenant

    async def change_features(
        self, tenant_id: str, changes: dict[str, Any], check_version: Callable[[int], None]
    ) -> Tenant:
        """Merge changes into a brand's features.

        Raises `TenantNotFound`, `StaleWrite`, or `KillSwitchesElsewhere` if the changes hold kill
        switches otherwise than they stand: a form that was loaded earlier must not lift one.
        """
        tenant = await self.repository.locked(tenant_id)
        if tenant is None:
            raise TenantNotFound
        check_version(tenant.version)
        sent = changes.pop("kill_switches", None)
        self._check_switches(sent, (await self.switches([tenant.id]))[tenant.id])
        self.unit.change.about("tenant", tenant.id)
        self.unit.change.tenant_id = tenant.id
        self.unit.change.before = _state(tenant)
        merged = merge_features(tenant.features, changes)
        if merged != tenant.features:
            tenant.features = merged
            tenant.version += 1
        self.unit.change.after = _state(tenant)
        return tenant

    async def switches(self, tenant_ids: Sequence[str]) -> dict[str, dict[str, bool]]:
        """The modules that are switched off for each of these brands alone."""
        found: dict[str, dict[str, bool]] = {tenant_id: {} for tenant_id in tenant_ids}
        for switch in await standing(self.unit.db, tenant_ids):
            if switch.tenant_id is not None:
                found[switch.tenant_id][switch.module] = True
        return found

    def _check_switches(self, sent: dict[str, bool] | None, stand: dict[str, bool]) -> None:
        differing = differing_switches(sent or {}, stand)
        if differing:
            raise KillSwitchesElsewhere(
                modules=", ".join(differing), details={"modules": differing}
            )

    async def capabilities(self) -> Capabilities:
        """What the caller may see in the brand they act in."""
        actor, tenant = self.unit.known_actor, self.unit.tenant
        assert tenant is not None
        off = {
            s.module: True for s in await standing(self.unit.db) if s.tenant_id in (None, tenant.id)
        }
        return Capabilities(
            features={
                **tenant.features,
                "menu_flags": tenant.features.get("menu_flags") or {},
                "kill_switches": off,
            },
            is_owner=actor.is_platform_owner,
            tenant_role=await self.repository.tenant_role(actor.admin_id),
            tenant_id=tenant.id,
            tenant_name=tenant.name,
            permissions=sorted(p.value for p in actor.permissions),
        )


def _state(tenant: Tenant) -> dict[str, Any]:
    return {"name": tenant.name, "type": tenant.type, "features": tenant.features}
