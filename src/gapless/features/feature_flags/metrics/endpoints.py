"""Routes of measured values."""

from __future__ import annotations

from gapless.features.feature_flags.access import flag_policy
from gapless.features.feature_flags.metrics.repository import MetricRepository
from gapless.features.feature_flags.metrics.schemas import MetricEvents, MetricRow, MetricsTaken
from gapless.platform import clock
from gapless.platform.permissions import Permission
from gapless.platform.routing import Router
from gapless.platform.unit import UnitDep

router = Router(prefix="/flags/metrics", tags=["feature flags"])


@router.post("/events")
@flag_policy(
    Permission.FLAGS_METRICS,
    audit="flag.metrics_received",
    audit_denied_only=True,
    api_only="Programs report what they measure.",
)
async def take_flag_metrics(body: MetricEvents, unit: UnitDep) -> MetricsTaken:
    """Store measured values, for guardrails and experiments. May be sent again safely."""
    now = clock.now()
    rows = [
        {
            "environment": event.environment,
            "metric": event.metric,
            "value": event.value,
            "subject": event.subject,
            "flag_key": event.flag,
            "variant": event.variant,
            "at": event.at or now,
            "event_id": event.event_id,
        }
        for event in body.events
    ]
    return MetricsTaken(stored=await MetricRepository(unit.db, unit.tenant_id).add(rows))


@router.get("")
@flag_policy(Permission.FLAGS_READ)
async def list_flag_metrics(unit: UnitDep) -> list[MetricRow]:
    """The metrics in use, with what was measured in the last day."""
    rows = await MetricRepository(unit.db, unit.tenant_id).names()
    return [MetricRow.model_validate(dict(row)) for row in rows]
