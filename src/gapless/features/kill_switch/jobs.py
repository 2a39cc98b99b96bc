"""Timed work of the kill switch."""

from __future__ import annotations

from gapless.features.kill_switch.repository import SwitchRepository
from gapless.features.kill_switch.service import end
from gapless.platform import audit, clock
from gapless.platform.audit import Change, Entry
from gapless.platform.identity import SYSTEM
from gapless.platform.jobs import Schedule
from gapless.platform.worker import JobContext


async def write_down_expired(context: JobContext) -> None:
    """Write switches that fell by the clock into the history and the audit log.

    They fell in every process by themselves; this changes nothing but what is written.
    """
    async with context.unit() as unit:
        repository = SwitchRepository(unit.db)
        await repository.stand_in_line()
        now = clock.now()
        for switch in await repository.past_their_end(now):
            end(switch, "expired", now)
            change = Change(reason=switch.reason, tenant_id=switch.tenant_id)
            change.about("kill_switch", switch.module)
            change.details = {"switch_id": str(switch.id)}
            await audit.append(
                unit.db,
                Entry(
                    action="kill_switch.expired",
                    status="SUCCESS",
                    actor=SYSTEM,
                    tenant_id=switch.tenant_id,
                    change=change,
                ),
            )


SCHEDULES = (Schedule("kill_switch.write_down_expired", "* * * * *", write_down_expired),)
