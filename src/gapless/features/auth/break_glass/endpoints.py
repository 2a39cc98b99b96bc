"""The route that a break-glass link leads to."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request, Response

from gapless.features.auth.break_glass.problems import BreakGlassLinkInvalid
from gapless.features.auth.break_glass.schemas import BreakGlassOpened, BreakGlassUse
from gapless.features.auth.break_glass.service import BreakGlassService
from gapless.features.auth.service import AuthService
from gapless.platform.identity import sessions
from gapless.platform.problems import RateLimited
from gapless.platform.routing import Access, Router, Scope, policy
from gapless.platform.security.cookies import hand_over
from gapless.platform.unit import UnitDep

router = Router(prefix="/auth", tags=["auth"])


def _service(unit: UnitDep) -> BreakGlassService:
    return BreakGlassService(unit)


@router.post("/break-glass")
@policy(
    Access.PUBLIC, scope=Scope.SELF, audit="auth.break_glass_used", idempotent_replay=False,
    problems=[BreakGlassLinkInvalid, RateLimited],
)  # fmt: skip
async def use_break_glass(
    body: BreakGlassUse,
    service: Annotated[BreakGlassService, Depends(_service)],
    request: Request,
    response: Response,
) -> BreakGlassOpened:
    """Begin emergency access with a link of `gapless break-glass`."""
    case, opened = await service.use(body.token)
    await AuthService(service.unit).end_cookie_session(request.cookies.get(sessions.COOKIE))
    hand_over(opened, "cookie", response, service.unit.settings)
    return BreakGlassOpened(opened_for=case.opened_for, ends_at=opened.session.expires_at)
