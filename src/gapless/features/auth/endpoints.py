"""Routes of signing in."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request, Response

from gapless.features.auth.factors.passkeys import relying_party
from gapless.features.auth.factors.problems import (
    ChallengeInvalid,
    FactorUnreadable,
    PasskeyRefused,
    ProofNotAccepted,
    ProofWrong,
    SecondFactorRequired,
    SecondFactorWrong,
)
from gapless.features.auth.factors.schemas import (
    PasskeyChallenge,
    PasskeySignIn,
    SecondStepRequest,
    SteppedUp,
    StepUpChallenge,
    StepUpRequest,
)
from gapless.features.auth.problems import (
    SamePassword,
    SessionNotFound,
    WrongPassword,
)
from gapless.features.auth.schemas import (
    LoginRequest,
    LoginResponse,
    Me,
    OwnSession,
    PasswordChange,
    PasswordChanged,
)
from gapless.features.auth.second_step import SecondStep
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
from gapless.platform.routing import TAKES_ACCESS_AWAY, Access, Router, Scope, policy
from gapless.platform.security.admission import Carrier, Opened
from gapless.platform.security.cookies import hand_over
from gapless.platform.security.problems import DeviceBlocked, DevicePending, InvalidCredentials
from gapless.platform.unit import UnitDep

router = Router(prefix="/auth", tags=["auth"])


def _service(unit: UnitDep) -> AuthService:
    return AuthService(unit)


Auth = Annotated[AuthService, Depends(_service)]
_SIGN_IN = (InvalidCredentials, DevicePending, DeviceBlocked)


@router.post("/login")
@policy(
    Access.PUBLIC, scope=Scope.SELF, audit="auth.login", idempotent_replay=False,
    problems=[SecondFactorRequired, *_SIGN_IN],
)  # fmt: skip
async def login(
    body: LoginRequest, auth: Auth, request: Request, response: Response
) -> LoginResponse:
    """Sign in."""
    opened = await SignIn(auth.unit).by_password(
        body.email,
        body.password,
        carrier=body.session,
        cookies=request.cookies,
        party=relying_party(request),
    )
    return await _begun(opened, body.session, auth, request, response)


@router.post("/mfa/verify")
@policy(
    Access.PUBLIC, scope=Scope.SELF, audit="auth.mfa", idempotent_replay=False,
    problems=[ChallengeInvalid, SecondFactorWrong, PasskeyRefused, FactorUnreadable, *_SIGN_IN],
)  # fmt: skip
async def verify_second_step(
    body: SecondStepRequest, auth: Auth, request: Request, response: Response
) -> LoginResponse:
    """The second step of a sign-in that was answered with `MFA_REQUIRED`."""
    step = SecondStep(auth.unit, relying_party(request))
    opened, carrier = await step.finish(body, request.cookies)
    return await _begun(opened, carrier, auth, request, response)


@router.post("/passkey/options")
@policy(Access.PUBLIC, scope=Scope.SELF, audit="auth.passkey_offered", audit_denied_only=True,
        idempotent_replay=False)  # fmt: skip
async def offer_passkey(auth: Auth, request: Request) -> PasskeyChallenge:
    """What a browser needs to sign in with a passkey alone."""
    begun, options = SecondStep(auth.unit, relying_party(request)).offer_passkey()
    return PasskeyChallenge(
        challenge_token=begun.token, expires_at=begun.expires_at, passkey_options=options
    )


@router.post("/passkey/verify")
@policy(
    Access.PUBLIC, scope=Scope.SELF, audit="auth.passkey", idempotent_replay=False,
    problems=[ChallengeInvalid, PasskeyRefused, *_SIGN_IN],
)  # fmt: skip
async def sign_in_with_passkey(
    body: PasskeySignIn, auth: Auth, request: Request, response: Response
) -> LoginResponse:
    """Sign in with a passkey alone."""
    step = SecondStep(auth.unit, relying_party(request))
    opened = await step.by_passkey(body, request.cookies)
    return await _begun(opened, body.session, auth, request, response)


async def _begun(
    opened: Opened, carrier: Carrier, auth: AuthService, request: Request, response: Response
) -> LoginResponse:
    if carrier == "cookie":
        await auth.end_cookie_session(request.cookies.get(sessions.COOKIE))
    hand_over(opened, carrier, response, auth.unit.settings)
    return LoginResponse.of(opened, carrier)


@router.post("/logout", status_code=204)
@policy(
    Access.SIGNED_IN, scope=Scope.SELF, audit="auth.logout",
    without_proof=TAKES_ACCESS_AWAY, limited_sessions=True,
)  # fmt: skip
async def logout(auth: Auth, response: Response) -> None:
    """Sign out: the session ends at once, everywhere."""
    await auth.sign_out()
    for name in (sessions.COOKIE, sessions.CSRF_COOKIE):
        response.delete_cookie(name, path="/")


@router.get("/me")
@policy(Access.SIGNED_IN, scope=Scope.SELF, limited_sessions=True)
async def me(auth: Auth) -> Me:
    """The caller."""
    return await auth.me()


@router.post("/change-password")
@policy(
    Access.SIGNED_IN,
    scope=Scope.SELF,
    audit="auth.password_changed",
    without_proof="Asks for the present password itself.",
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


@router.post("/step-up/options")
@policy(
    Access.SIGNED_IN, scope=Scope.SELF, audit="auth.step_up_begun",
    without_proof="Begins the proof.", audit_denied_only=True,
    idempotent_replay=False, limited_sessions=True,
)  # fmt: skip
async def offer_step_up(auth: Auth, request: Request) -> StepUpChallenge:
    """How the caller can prove anew who they are."""
    return await StepUp(auth.unit, relying_party(request)).offer()


@router.post("/step-up")
@policy(
    Access.SIGNED_IN, scope=Scope.SELF, audit="auth.stepped_up",
    without_proof="Is the proof.", idempotent_replay=False,
    limited_sessions=True,
    problems=[
        RateLimited, WrongPassword, ProofWrong, ProofNotAccepted, PasskeyRefused,
        ChallengeInvalid, FactorUnreadable,
    ],
)  # fmt: skip
async def step_up(body: StepUpRequest, auth: Auth, request: Request) -> SteppedUp:
    """Prove anew that it is you, for acts that ask for it."""
    return await StepUp(auth.unit, relying_party(request)).prove(body)


@router.get("/sessions")
@policy(Access.SIGNED_IN, scope=Scope.SELF)
async def list_own_sessions(auth: Auth) -> list[OwnSession]:
    """The caller's open sessions."""
    return await auth.own_sessions()


@router.delete("/sessions/{session_id}", status_code=204)
@policy(
    Access.SIGNED_IN,
    scope=Scope.SELF,
    audit="auth.session_revoked",
    without_proof=TAKES_ACCESS_AWAY,
    problems=[SessionNotFound],
)
async def end_own_session(session_id: PathId, auth: Auth) -> None:
    """End one of the caller's own sessions."""
    await auth.end_own_session(session_id)
