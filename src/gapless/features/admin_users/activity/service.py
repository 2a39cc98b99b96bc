"""Use cases of the activity log."""

from __future__ import annotations

from dataclasses import replace

from gapless.features.admin_users.activity.repository import ActivityFilter, ActivityRepository
from gapless.features.admin_users.activity.rules import (
    RiskLevel,
    module_of,
    permissions_of_actions,
    risk_of,
)
from gapless.features.admin_users.activity.schemas import ActivityRow
from gapless.platform.audit import AuditEvent
from gapless.platform.operations import Operations
from gapless.platform.unit import Unit


class ActivityService:
    """What the admins of a brand did; `tenant_id` None is every brand."""

    def __init__(self, unit: Unit, tenant_id: str | None, operations: Operations) -> None:
        self.repository = ActivityRepository(unit.db, tenant_id)
        self.permissions = permissions_of_actions(operations)

    async def page(
        self,
        wanted: ActivityFilter,
        *,
        module: str | None,
        risk: RiskLevel | None,
        offset: int,
        limit: int,
    ) -> tuple[list[ActivityRow], int]:
        """A page of acts, newest first, and how many the filter leaves."""
        if module or risk:
            wanted = replace(wanted, kinds=await self._kinds(module, risk))
        events, total = await self.repository.page(wanted, offset, limit)
        names = await self.repository.names({e.actor_user_id for e in events if e.actor_user_id})
        return [self._row(event, names) for event in events], total

    async def _kinds(self, module: str | None, risk: RiskLevel | None) -> list[tuple[str, str]]:
        """The kinds of acts that belong to a module and carry a risk."""
        return [
            (action, status)
            for action, status in await self.repository.kinds()
            if module in (None, module_of(action, self.permissions.get(action)))
            and risk in (None, risk_of(action, status, self.permissions.get(action)))
        ]

    def _row(self, event: AuditEvent, names: dict[str, str]) -> ActivityRow:
        permission = self.permissions.get(event.action)
        admin_id = event.actor_user_id or ""
        return ActivityRow.model_validate(
            {
                **{name: getattr(event, name, None) for name in ActivityRow.model_fields},
                "admin_id": admin_id,
                "admin_name": names.get(admin_id) or event.actor_email or admin_id,
                "admin_email": event.actor_email,
                "module": module_of(event.action, permission),
                "risk_level": risk_of(event.action, event.status, permission),
                "before_snapshot": event.before_json,
                "after_snapshot": event.after_json,
            }
        )
