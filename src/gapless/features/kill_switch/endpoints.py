"""Routes of the kill switch. They belong to no module: lifting must always be possible."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request

from gapless.features.kill_switch.problems import EndInThePast, SwitchHasEnded, SwitchNotFound
from gapless.features.kill_switch.schemas import (
    BlastRadius,
    GlobalThrow,
    Lift,
    Outcome,
    SwitchHistory,
    SwitchRow,
    SwitchStatus,
    TenantThrow,
)
from gapless.features.kill_switch.service import KillSwitchService
from gapless.features.kill_switch.views import SwitchViews
from gapless.platform.paging import PagingDep
from gapless.platform.permissions import Permission
from gapless.platform.problems import (
    FeatureDisabled,
    ModuleDisabled,
    ReasonRequired,
    TenantNotFound,
)
from gapless.platform.routing import Router, Scope, policy
from gapless.platform.switches import BrandFeature, Module
from gapless.platform.unit import UnitDep

router = Router(prefix="/kill-switch", tags=["kill-switch"])


def _service(unit: UnitDep, request: Request) -> KillSwitchService:
    state = request.app.state
    return KillSwitchService(unit, state.switches, state.notifications)


def _views(unit: UnitDep, request: Request) -> SwitchViews:
    return SwitchViews(unit, request.app.state.reach)


Switches = Annotated[KillSwitchService, Depends(_service)]
Views = Annotated[SwitchViews, Depends(_views)]


@router.get("/status")
@policy(Permission.KILL_SWITCH_READ, scope=Scope.PLATFORM)
async def kill_switch_status(views: Views) -> SwitchStatus:
    """What is switched off now, for whom, since when and why."""
    return await views.status()


@router.get("/history")
@policy(Permission.KILL_SWITCH_READ, scope=Scope.PLATFORM)
async def kill_switch_history(
    views: Views,
    paging: PagingDep,
    module: Module | None = None,
    tenant_id: Annotated[str | None, Query(max_length=63)] = None,
) -> SwitchHistory:
    """Every time that something was switched off, the newest first."""
    return await views.history(module, tenant_id, paging)


@router.get("/blast-radius")
@policy(
    Permission.KILL_SWITCH_READ, scope=Scope.PLATFORM, module=Module.KILL_SWITCH,
    feature=BrandFeature.CAN_USE_KILL_SWITCH, problems=[TenantNotFound],
)  # fmt: skip
async def kill_switch_blast_radius(
    views: Views, module: Module, tenant_id: Annotated[str | None, Query(max_length=63)] = None
) -> BlastRadius:
    """What switching a module off, for a brand or for all, would stop. Changes nothing."""
    return await views.blast_radius(module, tenant_id)


@router.post("/tenant")
@policy(
    Permission.KILL_SWITCH_WRITE, scope=Scope.PLATFORM, audit="kill_switch.tenant.updated",
    without_proof="One module of one brand, in an emergency; lifted by one call.",
    problems=[ModuleDisabled, FeatureDisabled, TenantNotFound, EndInThePast, ReasonRequired],
)  # fmt: skip
async def switch_for_brand(body: TenantThrow, switches: Switches, views: Views) -> Outcome:
    """Switch a module off, or on again, for one brand.

    A reason is needed to switch off, except in the bare call of a panel that knows none.
    """
    found = await switches.switch(body, body.tenant_id, needs_reason=not body.is_bare)
    return await views.outcome(body.module_key, body.tenant_id, found)


@router.post("/global")
@policy(
    Permission.KILL_SWITCH_WRITE, scope=Scope.PLATFORM, audit="kill_switch.global.updated",
    step_up=True,
    problems=[ModuleDisabled, FeatureDisabled, EndInThePast, ReasonRequired],
)  # fmt: skip
async def switch_for_all(body: GlobalThrow, switches: Switches, views: Views) -> Outcome:
    """Switch a module off, or on again, for every brand. A reason is needed to switch off."""
    found = await switches.switch(body, None, needs_reason=True)
    return await views.outcome(body.module_key, None, found)


@router.post("/{switch_id}/lift")
@policy(
    Permission.KILL_SWITCH_WRITE, scope=Scope.PLATFORM, audit="kill_switch.lifted",
    without_proof="Ends an emergency; gives nobody more than they had.",
    problems=[SwitchNotFound, SwitchHasEnded],
)  # fmt: skip
async def lift_switch(switch_id: UUID, body: Lift, switches: Switches, views: Views) -> SwitchRow:
    """Lift one switch. Nothing is asked: not a reason, nor that the kill switch itself is on."""
    return await views.row(await switches.lift(switch_id, body.reason))
