"""What the kill switch shows: the present state, the past, and what a switch would hit."""

from __future__ import annotations

from collections.abc import Mapping

from gapless.features.kill_switch.repository import SwitchRepository
from gapless.features.kill_switch.schemas import (
    BlastRadius,
    Brand,
    BrandImpact,
    JobRow,
    ModuleRow,
    OperationRow,
    Outcome,
    SwitchHistory,
    SwitchRow,
    SwitchStatus,
)
from gapless.platform import clock
from gapless.platform.paging import Paging
from gapless.platform.problems import TenantNotFound
from gapless.platform.switches import Module
from gapless.platform.switches.reach import Reach
from gapless.platform.switches.store import KillSwitch, standing
from gapless.platform.unit import Unit


class SwitchViews:
    """Reads; changes nothing."""

    def __init__(self, unit: Unit, reach: Mapping[Module, Reach]) -> None:
        self.unit = unit
        self.reach = reach
        self.repository = SwitchRepository(unit.db)

    async def row(self, switch: KillSwitch) -> SwitchRow:
        """The wire shape of one switch."""
        return SwitchRow.of(switch, await self.repository.brand_names(), clock.now())

    async def outcome(
        self, module: Module, tenant_id: str | None, switch: KillSwitch | None
    ) -> Outcome:
        """What an act came to."""
        row = await self.row(switch) if switch else None
        disabled = row is not None and row.state == "standing"
        return Outcome(module_key=module.value, tenant_id=tenant_id, disabled=disabled, switch=row)

    async def status(self) -> SwitchStatus:
        """Every module with what stands against it."""
        names = await self.repository.brand_names()
        now = clock.now()
        rows = [SwitchRow.of(s, names, now) for s in await standing(self.unit.db)]
        by_brand: dict[str, dict[str, bool]] = {}
        for row in rows:
            if row.tenant_id is not None:
                by_brand.setdefault(row.tenant_id, {})[row.module] = True
        return SwitchStatus(
            kill_switch_all=self.unit.settings.kill_switch_all,
            global_kill_switches={row.module: True for row in rows if row.tenant_id is None},
            tenant_kill_switches=by_brand,
            modules=[
                ModuleRow(
                    key=module.value,
                    operations=len(reach.operations),
                    jobs=len(reach.jobs),
                    switches=[row for row in rows if row.module == module.value],
                )
                for module, reach in self.reach.items()
            ],
            brands=[Brand(id=key, name=name) for key, name in names.items()],
        )

    async def history(
        self, module: Module | None, tenant_id: str | None, paging: Paging
    ) -> SwitchHistory:
        """A page of past and present switches."""
        found, total = await self.repository.page(
            module.value if module else None, tenant_id, paging.offset, paging.page_size
        )
        names, now = await self.repository.brand_names(), clock.now()
        rows = [SwitchRow.of(switch, names, now) for switch in found]
        return SwitchHistory(items=rows, meta=paging.meta(total))

    async def blast_radius(self, module: Module, tenant_id: str | None) -> BlastRadius:
        """What switching a module off would stop; raise `TenantNotFound`."""
        names = await self.repository.brand_names()
        if tenant_id is not None and tenant_id not in names:
            raise TenantNotFound
        reach = self.reach[module]
        traffic = await self.repository.traffic(module.value, clock.now())
        jobs = await self.repository.unfinished_jobs(reach.jobs, tenant_id)
        stand = [s for s in await standing(self.unit.db) if s.module == module.value]
        off = {s.tenant_id for s in stand}
        hit = names if tenant_id is None else {tenant_id: names[tenant_id]}
        asked = [*traffic.values()] if tenant_id is None else [traffic.get(tenant_id, (0, 0))]
        return BlastRadius(
            module=module.value,
            tenant_id=tenant_id,
            operations=[
                OperationRow(method=o.method, path=o.path, permission=o.permission)
                for o in reach.operations
            ],
            jobs=[
                JobRow(
                    kind=kind,
                    running=jobs.get((kind, "running"), 0),
                    queued=jobs.get((kind, "queued"), 0),
                )
                for kind in reach.jobs
            ],
            schedules=reach.schedules if tenant_id is None else [],
            brands=[
                BrandImpact(
                    id=key,
                    name=name,
                    requests_5_minutes=traffic.get(key, (0, 0))[0],
                    requests_hour=traffic.get(key, (0, 0))[1],
                    already_off=None in off or key in off,
                )
                for key, name in hit.items()
            ],
            requests_5_minutes=sum(five for five, _ in asked),
            requests_hour=sum(hour for _, hour in asked),
        )
