"""Routes of environments."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Response

from gapless.features.feature_flags.access import flag_policy
from gapless.features.feature_flags.endpoints import CHANGE_PROBLEMS, Flags, answer
from gapless.features.feature_flags.environments.schemas import (
    EnvironmentComparison,
    EnvironmentEdit,
    EnvironmentRow,
    PromoteRequest,
    Promotion,
)
from gapless.features.feature_flags.environments.service import EnvironmentService
from gapless.features.feature_flags.problems import FlagNotFound, NothingChanges
from gapless.features.feature_flags.rules import Environment
from gapless.features.feature_flags.schemas import FlagDetail
from gapless.platform.etags import check_if_match
from gapless.platform.permissions import Permission
from gapless.platform.problems import ReasonRequired
from gapless.platform.routing import Router
from gapless.platform.unit import UnitDep

router = Router(prefix="/flags", tags=["feature flags"])


def _service(unit: UnitDep) -> EnvironmentService:
    return EnvironmentService(unit)


Environments = Annotated[EnvironmentService, Depends(_service)]


@router.get("/environments")
@flag_policy(Permission.FLAGS_READ)
async def list_flag_environments(environments: Environments) -> list[EnvironmentRow]:
    """The environments, with their versions and whose consent a change needs."""
    return await environments.all()


@router.put("/environments/{environment}")
@flag_policy(
    Permission.FLAGS_APPROVE,
    audit="flag_environment.updated",
    step_up=True,
    problems=[ReasonRequired],
)
async def edit_flag_environment(
    environment: Environment, body: EnvironmentEdit, environments: Environments
) -> EnvironmentRow:
    """Say how many others have to agree to a change in an environment."""
    environments.unit.change.reason = body.reason or environments.unit.change.reason
    return await environments.edit(environment, body)


@router.get("/environment-comparison")
@flag_policy(Permission.FLAGS_READ)
async def compare_flag_environments(
    environments: Environments,
    left: Environment = "production",
    right: Environment = "staging",
) -> list[EnvironmentComparison]:
    """Every flag in two environments, with what differs."""
    return await environments.compare(left, right)


@router.post("/{flag_id:uuid}/promote/preview")
@flag_policy(
    Permission.FLAGS_READ, audit="flag.promotion_previewed", audit_denied_only=True,
    problems=[FlagNotFound],
)  # fmt: skip
async def preview_flag_promotion(
    flag_id: UUID, body: PromoteRequest, environments: Environments
) -> Promotion:
    """What carrying a flag to another environment would change. Nothing is changed."""
    return await environments.preview(flag_id, body)


@router.post("/{flag_id:uuid}/promote")
@flag_policy(
    Permission.FLAGS_WRITE, audit="flag.promoted", problems=[*CHANGE_PROBLEMS, NothingChanges]
)
async def promote_flag(
    flag_id: UUID, body: PromoteRequest, environments: Environments, flags: Flags,
    request: Request, response: Response,
) -> FlagDetail:  # fmt: skip
    """Set a flag in one environment as it is set in another."""
    one = await environments.promote(flag_id, body, lambda v: check_if_match(request, v))
    return await answer(flags, one, response, body.target)
