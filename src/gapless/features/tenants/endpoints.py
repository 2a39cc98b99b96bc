"""Routes of tenants."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request, Response

from gapless.features.tenants.problems import (
    KillSwitchesElsewhere,
    TenantExists,
)
from gapless.features.tenants.schemas import (
    Capabilities,
    MenuFlags,
    TenantCreate,
    TenantList,
    TenantPatch,
    TenantRow,
)
from gapless.features.tenants.service import TenantService
from gapless.platform.etags import check_if_match, set_etag
from gapless.platform.paging import PagingDep
from gapless.platform.permissions import Permission
from gapless.platform.problems import StaleWrite, TenantNotFound
from gapless.platform.routing import Access, Router, Scope, policy
from gapless.platform.unit import UnitDep

router = Router(prefix="/tenants", tags=["tenants"])


def _service(unit: UnitDep) -> TenantService:
    return TenantService(unit)


Tenants = Annotated[TenantService, Depends(_service)]


@router.get("")
@policy(Permission.TENANTS_READ, scope=Scope.PLATFORM)
async def list_tenants(tenants: Tenants, paging: PagingDep) -> TenantList:
    """Every brand, by name."""
    rows, total = await tenants.page(paging.offset, paging.page_size)
    off = await tenants.switches([row.id for row in rows])
    return TenantList(
        items=[TenantRow.of(row, off[row.id]) for row in rows], meta=paging.meta(total)
    )


@router.post("")
@policy(
    Permission.TENANTS_WRITE, scope=Scope.PLATFORM, audit="tenant.created",
    problems=[TenantExists, KillSwitchesElsewhere],
)  # fmt: skip
async def create_tenant(body: TenantCreate, tenants: Tenants) -> TenantRow:
    """Make a brand."""
    return TenantRow.of(await tenants.create(body), {})


@router.get("/capabilities")
@policy(Access.SIGNED_IN, limited_sessions=True)
async def capabilities(tenants: Tenants) -> Capabilities:
    """What the caller may see and do in the brand they act in."""
    return await tenants.capabilities()


@router.get("/{tenant_id}")
@policy(Permission.TENANTS_READ, scope=Scope.PLATFORM, problems=[TenantNotFound])
async def get_tenant(tenant_id: str, tenants: Tenants, response: Response) -> TenantRow:
    """One brand."""
    tenant = await tenants.get(tenant_id)
    set_etag(response, tenant.version)
    return TenantRow.of(tenant, (await tenants.switches([tenant.id]))[tenant.id])


@router.patch("/{tenant_id}")
@policy(
    Permission.TENANTS_WRITE, scope=Scope.PLATFORM, audit="tenant.feature_flags_changed",
    problems=[TenantNotFound, StaleWrite, KillSwitchesElsewhere],
)  # fmt: skip
async def change_tenant(
    tenant_id: str, body: TenantPatch, tenants: Tenants, request: Request, response: Response
) -> TenantRow:
    """Change a brand's features. What is not named stays."""
    changes = body.features.model_dump(exclude_unset=True, exclude_none=True)
    tenant = await tenants.change_features(
        tenant_id, changes, lambda version: check_if_match(request, version)
    )
    set_etag(response, tenant.version)
    return TenantRow.of(tenant, (await tenants.switches([tenant.id]))[tenant.id])


@router.get("/{tenant_id}/menu-flags")
@policy(
    Permission.TENANTS_READ, scope=Scope.PLATFORM, problems=[TenantNotFound],
    api_only="The panel reads them with the brand itself.",
)  # fmt: skip
async def get_menu_flags(tenant_id: str, tenants: Tenants) -> MenuFlags:
    """Which menu items the brand sees."""
    tenant = await tenants.get(tenant_id)
    return MenuFlags(menu_flags=tenant.features.get("menu_flags") or {})


@router.patch("/{tenant_id}/menu-flags")
@policy(
    Permission.TENANTS_WRITE, scope=Scope.PLATFORM, audit="tenant.menu_flags_updated",
    problems=[TenantNotFound, StaleWrite],
    api_only="The panel changes them with the brand's other features.",
)  # fmt: skip
async def change_menu_flags(
    tenant_id: str, body: MenuFlags, tenants: Tenants, request: Request
) -> MenuFlags:
    """Show or hide menu items for the brand. What is not named stays."""
    tenant = await tenants.change_features(
        tenant_id,
        {"menu_flags": body.menu_flags},
        lambda version: check_if_match(request, version),
    )
    return MenuFlags(menu_flags=tenant.features["menu_flags"])
