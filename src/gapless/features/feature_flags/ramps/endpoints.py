"""Routes of ramps."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from gapless.features.feature_flags.access import flag_policy
from gapless.features.feature_flags.endpoints import CHANGE_PROBLEMS
from gapless.features.feature_flags.problems import (
    FlagNotFound,
    RampEnded,
    RampNotFound,
    RampRunning,
    RampTargetMissing,
)
from gapless.features.feature_flags.ramps.models import FlagRamp
from gapless.features.feature_flags.ramps.schemas import RampCreate, RampRow
from gapless.features.feature_flags.ramps.service import RampService
from gapless.features.feature_flags.schemas import WithReason
from gapless.platform.etags import check_if_match
from gapless.platform.ids import PathId
from gapless.platform.permissions import Permission
from gapless.platform.problems import ReasonRequired
from gapless.platform.routing import Router
from gapless.platform.unit import UnitDep

router = Router(prefix="/flags", tags=["feature flags"])


def _service(unit: UnitDep) -> RampService:
    return RampService(unit)


Ramps = Annotated[RampService, Depends(_service)]


def view(ramp: FlagRamp) -> RampRow:
    """The wire shape of a ramp."""
    values = {name: getattr(ramp, name) for name in RampRow.model_fields if name != "flag"}
    return RampRow.model_validate({**values, "flag": ramp.flag_id})


@router.get("/{flag_id:uuid}/ramps")
@flag_policy(Permission.FLAGS_READ, problems=[FlagNotFound])
async def list_flag_ramps(flag_id: UUID, ramps: Ramps) -> list[RampRow]:
    """The ramps of a flag, newest first."""
    return [view(ramp) for ramp in await ramps.all(flag_id)]


@router.post("/{flag_id:uuid}/ramps")
@flag_policy(
    Permission.FLAGS_WRITE, audit="flag.ramp_started",
    problems=[*CHANGE_PROBLEMS, RampRunning, RampTargetMissing],
)  # fmt: skip
async def start_flag_ramp(
    flag_id: UUID, body: RampCreate, ramps: Ramps, request: Request
) -> RampRow:
    """Start a progressive rollout. Its first step is made at once."""
    loaded = await ramps.editor.changeable(flag_id, lambda v: check_if_match(request, v))
    return view(await ramps.start(loaded, body))


@router.post("/ramps/{ramp_id}/pause")
@flag_policy(Permission.FLAGS_WRITE, audit="flag.ramp_paused", problems=[RampNotFound, RampEnded])
async def pause_flag_ramp(ramp_id: PathId, ramps: Ramps) -> RampRow:
    """Keep a ramp at its present step."""
    return view(await ramps.pause(ramp_id))


@router.post("/ramps/{ramp_id}/resume")
@flag_policy(Permission.FLAGS_WRITE, audit="flag.ramp_resumed", problems=[RampNotFound, RampEnded])
async def resume_flag_ramp(ramp_id: PathId, ramps: Ramps) -> RampRow:
    """Let a paused ramp go on."""
    return view(await ramps.resume(ramp_id))


@router.post("/ramps/{ramp_id}/rollback")
@flag_policy(
    Permission.FLAGS_WRITE, audit="flag.ramp_rolled_back",
    problems=[RampNotFound, RampEnded, ReasonRequired],
)  # fmt: skip
async def roll_flag_ramp_back(ramp_id: PathId, body: WithReason, ramps: Ramps) -> RampRow:
    """Serve again what was served before a ramp."""
    ramps.unit.change.reason = body.reason or ramps.unit.change.reason
    return view(await ramps.roll_back(ramp_id))
