"""The route that secret scanners post to."""

from __future__ import annotations

from typing import Annotated

from fastapi import Body, Depends, Request

from gapless.features.api_keys.leaks.attempts import RefusedReports
from gapless.features.api_keys.leaks.problems import LeakReportsOff, LeakSignatureInvalid
from gapless.features.api_keys.leaks.schemas import LeakReport, LeakVerdict
from gapless.features.api_keys.leaks.service import LeakService
from gapless.platform.routing import Access, Router, Scope, policy
from gapless.platform.unit import UnitDep

router = Router(prefix="/api-keys", tags=["api keys"])


def _service(unit: UnitDep, request: Request) -> LeakService:
    state = request.app.state
    if not hasattr(state, "refused_leak_reports"):
        state.refused_leak_reports = RefusedReports()
    return LeakService(unit, state.keys, state.refused_leak_reports)


@router.post("/leaks")
@policy(
    Access.PUBLIC, scope=Scope.PLATFORM, audit="api_key.leaks_reported",
    problems=[LeakSignatureInvalid, LeakReportsOff], idempotent_replay=False,
    api_only="Secret scanners call it.",
)  # fmt: skip
async def report_leaked_keys(
    request: Request,
    reports: Annotated[list[LeakReport], Body(max_length=1000)],
    leaks: Annotated[LeakService, Depends(_service)],
) -> list[LeakVerdict]:
    """Report secrets that were found in public, signed; those that are API keys are blocked."""
    leaks.prove(request.headers, await request.body())
    return await leaks.take(reports)
