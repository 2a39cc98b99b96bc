"""Timed work of delegations."""

from __future__ import annotations

from gapless.features.admin_users.delegations.repository import past_their_end
from gapless.platform import audit, clock
from gapless.platform.audit import Change, Entry
from gapless.platform.identity import SYSTEM
from gapless.platform.jobs import Schedule
from gapless.platform.worker import JobContext


async def write_down_ended(context: JobContext) -> None:
    """Tell the audit log of delegations whose time is over; it was the clock that ended them."""
    async with context.unit() as unit:
        for delegation in await past_their_end(unit.db, clock.now()):
            delegation.end_written = True
            change = Change(reason=delegation.reason, tenant_id=delegation.tenant_id)
            change.about("delegation", delegation.id)
            change.details = {"to_admin_id": str(delegation.to_admin_id)}
            await audit.append(
                unit.db,
                Entry(
                    action="delegation.ended",
                    status="SUCCESS",
                    actor=SYSTEM,
                    tenant_id=delegation.tenant_id,
                    change=change,
                ),
            )


SCHEDULES = (Schedule("delegations.write_down_ended", "* * * * *", write_down_ended),)
