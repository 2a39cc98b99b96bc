"""Use cases of the kill switch."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from starlette.responses import Response

from gapless.features.kill_switch.problems import EndInThePast, SwitchHasEnded, SwitchNotFound
from gapless.features.kill_switch.repository import SwitchRepository
from gapless.features.kill_switch.schemas import Throw
from gapless.platform import clock
from gapless.platform.notifications import Notifications
from gapless.platform.problems import TenantNotFound
from gapless.platform.switches import BrandFeature, Module, SwitchTable, check_feature
from gapless.platform.switches.store import CHANNEL, KillSwitch, announce_switch, standing
from gapless.platform.unit import Unit

NOT_GIVEN = "(none given)"
"""What is kept where the panel that threw the switch does not ask for a reason."""


class KillSwitchService:
    """Switches modules off and on, and tells what stands."""

    def __init__(self, unit: Unit, switches: SwitchTable, notifications: Notifications) -> None:
        self.unit = unit
        self.switches = switches
        self.notifications = notifications
        self.repository = SwitchRepository(unit.db)

    async def switch(
        self, wanted: Throw, tenant_id: str | None, *, needs_reason: bool
    ) -> KillSwitch | None:
        """Switch off or on as wanted; None if there was nothing to lift. See `throw`."""
        change = self.unit.change
        change.reason = wanted.reason or change.reason
        if not wanted.disabled:
            return await self.lift_module(wanted.module_key, tenant_id, change.reason)
        if needs_reason:
            self.unit.require_reason()
        reason = change.reason or NOT_GIVEN
        return await self.throw(wanted.module_key, tenant_id, reason, wanted.until)

    async def throw(
        self, module: Module, tenant_id: str | None, reason: str, until: datetime | None
    ) -> KillSwitch:
        """Switch a module off; what stood for it before is replaced without a gap.

        Raises `ModuleDisabled` and `FeatureDisabled` (the kill switch is a module itself, but only
        for throwing: lifting is always possible), `TenantNotFound`, `EndInThePast`.
        """
        acting_in = self.unit.tenant
        self.switches.check(Module.KILL_SWITCH, acting_in.id if acting_in else None)
        check_feature(BrandFeature.CAN_USE_KILL_SWITCH, acting_in, Module.KILL_SWITCH)
        await self._check_brand(tenant_id)
        now = clock.now()
        if until is not None and until <= now:
            raise EndInThePast
        await self.repository.stand_in_line()
        before = await self.repository.unended(module.value, tenant_id)
        if before is not None:
            end(before, "replaced", now)
            await self.unit.db.flush()
        switch = KillSwitch(
            tenant_id=tenant_id,
            module=module.value,
            reason=reason,
            thrown_at=now,
            thrown_by=self.unit.known_actor.admin_id,
            thrown_by_email=self.unit.known_actor.email,
            until=until,
        )
        self.unit.db.add(switch)
        await self.unit.db.flush()
        self.unit.change.reason = reason
        self._tell_audit(switch, before=_state(before) if before else {"disabled": False})
        self.unit.change.after = _state(switch)
        await self._announce(module.value, tenant_id, off=True, until=until)
        return switch

    async def lift(self, switch_id: UUID, reason: str | None) -> KillSwitch:
        """Lift one switch; raise `SwitchNotFound`, or `SwitchHasEnded` if nothing is to lift."""
        await self.repository.stand_in_line()
        switch = await self.repository.find(switch_id)
        if switch is None:
            raise SwitchNotFound
        if switch.ended_at is not None or _has_passed(switch, clock.now()):
            raise SwitchHasEnded(module=switch.module)
        await self._lift(switch, reason)
        return switch

    async def lift_module(
        self, module: Module, tenant_id: str | None, reason: str | None
    ) -> KillSwitch | None:
        """Lift what stands for a module and a brand (or for all); None if nothing does."""
        await self._check_brand(tenant_id)
        await self.repository.stand_in_line()
        switch = await self.repository.unended(module.value, tenant_id)
        if switch is None or _has_passed(switch, clock.now()):
            self.unit.change.about("kill_switch", module.value)
            self.unit.change.tenant_id = tenant_id
            return None
        await self._lift(switch, reason)
        return switch

    async def _lift(self, switch: KillSwitch, reason: str | None) -> None:
        actor = self.unit.known_actor
        self._tell_audit(switch, before=_state(switch))
        end(switch, "lifted", clock.now())
        switch.lifted_by, switch.lifted_by_email = actor.admin_id, actor.email
        switch.lift_reason = reason
        self.unit.change.reason = reason
        self.unit.change.after = _state(switch)
        await self.unit.db.flush()
        await self._announce(switch.module, switch.tenant_id, off=False, until=None)

    async def standing(self) -> list[KillSwitch]:
        """Every switch that stands now."""
        return await standing(self.unit.db)

    async def _check_brand(self, tenant_id: str | None) -> None:
        if tenant_id is not None and tenant_id not in await self.repository.brand_names():
            raise TenantNotFound

    async def _announce(
        self, module: str, tenant_id: str | None, *, off: bool, until: datetime | None
    ) -> None:
        version = await announce_switch(self.unit.db, module, tenant_id, off=off, until=until)

        async def catch_up(response: Response) -> Response:
            # Whoever switched is answered by a process that knows it.
            await self.notifications.caught_up(CHANNEL, version)
            return response

        self.unit.after_commit = catch_up

    def _tell_audit(self, switch: KillSwitch, before: dict[str, Any]) -> None:
        self.unit.change.about("kill_switch", switch.module)
        self.unit.change.tenant_id = switch.tenant_id
        self.unit.change.before = before
        self.unit.change.details = {"switch_id": str(switch.id)}


def end(switch: KillSwitch, ending: str, now: datetime) -> None:
    """Write a switch down as ended; one that fell by the clock ended when it fell."""
    passed = _has_passed(switch, now)
    switch.ending = "expired" if passed else ending
    switch.ended_at = switch.until if passed else now


def _has_passed(switch: KillSwitch, now: datetime) -> bool:
    return switch.until is not None and switch.until <= now


def _state(switch: KillSwitch) -> dict[str, Any]:
    return {
        "module": switch.module,
        "scope": switch.tenant_id or "every brand",
        "disabled": switch.ended_at is None,
        "reason": switch.reason,
        "until": clock.iso(switch.until) if switch.until else None,
    }
