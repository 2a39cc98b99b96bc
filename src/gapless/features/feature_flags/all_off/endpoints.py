"""Routes of turning everything off."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from gapless.features.feature_flags.access import flag_policy
from gapless.features.feature_flags.all_off.schemas import AllOffRequest, AllOffRow, AllOffState
from gapless.features.feature_flags.all_off.service import AllOffService
from gapless.features.feature_flags.problems import AllOffNotFound, AllOffUndone
from gapless.features.feature_flags.rules import Environment
from gapless.platform.ids import PathId
from gapless.platform.permissions import Permission
from gapless.platform.routing import Router
from gapless.platform.unit import UnitDep

router = Router(prefix="/flags/kill-switch", tags=["feature flags"])


def _service(unit: UnitDep) -> AllOffService:
    return AllOffService(unit)


AllOff = Annotated[AllOffService, Depends(_service)]


@router.get("")
@flag_policy(Permission.FLAGS_READ)
async def flags_all_off_state(
    all_off: AllOff, environment: Environment | None = None
) -> AllOffState:
    """What turning every flag off would reach now, and the last times that it was done."""
    return await all_off.state(environment)


@router.post("")
@flag_policy(Permission.FLAGS_WRITE, audit="flag.all_off", step_up=True)
async def turn_all_flags_off(all_off: AllOff, body: AllOffRequest | None = None) -> AllOffRow:
    """Turn every flag off, in one environment or in all; it can be undone as one act.

    A reason belongs to it, in the body or in X-Reason; clients that know of none send none.
    """
    asked = body or AllOffRequest(environment=None, reason=None)
    all_off.unit.change.reason = asked.reason or all_off.unit.change.reason
    return await all_off.turn_off(asked.environment)


@router.post("/{all_off_id}/undo")
@flag_policy(
    Permission.FLAGS_WRITE, audit="flag.all_off_undone", problems=[AllOffNotFound, AllOffUndone]
)
async def undo_all_flags_off(all_off_id: PathId, all_off: AllOff) -> AllOffRow:
    """Turn on again what that act turned off and nobody has touched since."""
    return await all_off.undo(all_off_id)
