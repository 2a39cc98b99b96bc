"""From audit events to the rows of the flags' log."""

from __future__ import annotations

from typing import Literal

from gapless.features.feature_flags.trail.schemas import TrailRow
from gapless.platform.audit import AuditEvent

Action = Literal["created", "updated", "deleted", "activated", "deactivated"]

_ACTIONS: dict[str, Action] = {
    "created": "created",
    "deleted": "deleted",
    "archived": "deleted",
    "activated": "activated",
    "started": "activated",
    "resumed": "activated",
    "deactivated": "deactivated",
    "paused": "deactivated",
    "all_off": "deactivated",
}


def action_of(event: AuditEvent) -> Action:
    """The act in the five words of the log; whatever has none of its own is an update."""
    change = event.details.get("change") or event.action.rpartition(".")[2]
    return _ACTIONS.get(str(change), "updated")


def trail_row(event: AuditEvent, admin_name: str | None) -> TrailRow:
    """The wire shape of an act."""
    details = event.details
    environments = details.get("environments")
    return TrailRow(
        id=event.id,
        admin_name=admin_name or event.actor_email or "system",
        action=action_of(event),
        event=event.action,
        target_type=event.resource_type,
        target_id=event.resource_id,
        target_name=str(details.get("name") or event.resource_id or "–"),
        environments=[str(e) for e in environments] if isinstance(environments, list) else [],
        reason=event.reason,
        timestamp=event.timestamp,
    )
