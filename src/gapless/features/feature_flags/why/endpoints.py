"""Routes of explanations and trials. They read; POST only because a context is a body."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends

from gapless.features.feature_flags.access import flag_policy
from gapless.features.feature_flags.problems import FlagArchived, FlagNotFound
from gapless.features.feature_flags.why.schemas import (
    ExplainRequest,
    Explanation,
    Trial,
    TrialRequest,
)
from gapless.features.feature_flags.why.service import WhyService
from gapless.platform.permissions import Permission
from gapless.platform.routing import Router
from gapless.platform.unit import UnitDep

router = Router(prefix="/flags/{flag_id:uuid}", tags=["feature flags"])
LARGEST_CONTEXT = 64 * 1024


def _service(unit: UnitDep) -> WhyService:
    return WhyService(unit)


Why = Annotated[WhyService, Depends(_service)]


@router.post("/explain")
@flag_policy(
    Permission.FLAGS_READ,
    audit="flag.explained",
    audit_denied_only=True,
    problems=[FlagNotFound, FlagArchived],
    body_limit=LARGEST_CONTEXT,
)
async def explain_flag(flag_id: UUID, body: ExplainRequest, why: Why) -> Explanation:
    """Which value a context gets, and step by step why."""
    return await why.explain(flag_id, body)


@router.post("/try")
@flag_policy(
    Permission.FLAGS_READ,
    audit="flag.tried",
    audit_denied_only=True,
    problems=[FlagNotFound, FlagArchived],
)
async def try_flag(flag_id: UUID, body: TrialRequest, why: Why) -> Trial:
    """Whose value a change would change. Nothing is changed."""
    return await why.attempt(flag_id, body)
