"""Routes of signing in."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request, Response

from gapless.features.auth.problems import (
    SamePassword,
    SessionNotFound,
    WrongPassword,
)
from gapless.features.auth.schemas import (
    LoginRequest,
    LoginResponse,
    OwnSession,
    PasswordChange,
    PasswordChanged,
    PublicAdmin,
    SteppedUp,
    StepUpRequest,
)
from gapless.features.auth.service import AuthService
from gapless.features.auth.sign_in import SignIn
from gapless.features.auth.step_up import StepUp
from gapless.platform.identity import sessions
from gapless.platform.identity.passwords import (
    PasswordMustContainDigit,
    PasswordMustContainSpecial,
    PasswordMustContainUppercase,
    PasswordTooShort,
    PasswordTooWeak,
)
from gapless.platform.ids import PathId
from gapless.platform.problems import RateLimited
from gapless.platform.routing import Access, Router, Scope, policy
from gapless.platform.security.cookies import hand_over
from gapless.platform.security.problems import InvalidCredentials
from gapless.platform.unit import UnitDep

router = Router(prefix="/auth", tags=["auth"])


def _service(unit: UnitDep) -> AuthService:
    return AuthService(unit)


Auth = Annotated[AuthService, Depends(_service)]


@router.post("/login")
@policy(
    Access.PUBLIC, scope=Scope.SELF, audit="auth.login", problems=[InvalidCredentials],
    idempotent_replay=False,
)  # fmt: skip
async def login(
    body: LoginRequest, auth: Auth, request: Request, response: Response
) -> LoginResponse:
    """Sign in."""
    opened = await SignIn(auth.unit).by_password(
        body.email, body.password, carrier=body.session, cookies=request.cookies
    )
    if body.session == "cookie":
        await auth.end_cookie_session(request.cookies.get(sessions.COOKIE))
    hand_over(opened, body.session, response, auth.unit.settings)
    return LoginResponse.of(opened, body.session)


@router.post("/logout", status_code=204)
@policy(Access.SIGNED_IN, scope=Scope.SELF, audit="auth.logout", limited_sessions=True)
async def logout(auth: Auth, response: Response) -> None:
    """Sign out: the session ends at once, everywhere."""
    await auth.sign_out()
    for name in (sessions.COOKIE, sessions.CSRF_COOKIE):
        response.delete_cookie(name, path="/")


@router.get("/me")
@policy(Access.SIGNED_IN, scope=Scope.SELF, limited_sessions=True)
async def me(auth: Auth) -> PublicAdmin:
    """The caller."""
    return await auth.me()


@router.post("/change-password")
@policy(
    Access.SIGNED_IN,
    scope=Scope.SELF,
    audit="auth.password_changed",
    idempotent_replay=False,
    problems=[
        RateLimited,
        WrongPassword,
        SamePassword,
        PasswordTooShort,
        PasswordMustContainUppercase,
        PasswordMustContainDigit,
        PasswordMustContainSpecial,
        PasswordTooWeak,
    ],
)
async def change_password(body: PasswordChange, auth: Auth) -> PasswordChanged:
    """Change one's own password; every other session of the caller ends."""
    ended = await auth.change_password(body.current_password, body.new_password)
    return PasswordChanged(other_sessions_ended=ended)


@router.post("/step-up")
@policy(
    Access.SIGNED_IN, scope=Scope.SELF, audit="auth.stepped_up", idempotent_replay=False,
    limited_sessions=True, problems=[RateLimited, WrongPassword],
)  # fmt: skip
async def step_up(body: StepUpRequest, auth: Auth) -> SteppedUp:
    """Prove anew that it is you, for acts that ask for it."""
    return await StepUp(auth.unit).by_password(body.password)


@router.get("/sessions")
@policy(Access.SIGNED_IN, scope=Scope.SELF)
async def list_own_sessions(auth: Auth) -> list[OwnSession]:
    """The caller's open sessions."""
    return await auth.own_sessions()


@router.delete("/sessions/{session_id}", status_code=204)
@policy(
    Access.SIGNED_IN, scope=Scope.SELF, audit="auth.session_revoked", problems=[SessionNotFound]
)
async def end_own_session(session_id: PathId, auth: Auth) -> None:
    """End one of the caller's own sessions."""
    await auth.end_own_session(session_id)
