"""Routes of one's own second factors."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from gapless.features.auth.factors.passkeys import relying_party
from gapless.features.auth.factors.problems import (
    ChallengeInvalid,
    FactorUnreadable,
    LastSecondFactor,
    NoSecondFactor,
    PasskeyNotFound,
    PasskeyRefused,
    ProofWrong,
    TotpExists,
    TotpNotBegun,
)
from gapless.features.auth.factors.schemas import (
    FactorAdded,
    NewRecoveryCodes,
    OwnFactors,
    PasskeyChallenge,
    PasskeyCreate,
    PasskeyRename,
    PasskeyRow,
    TotpBegun,
    TotpConfirmation,
)
from gapless.features.auth.factors.service import OwnFactorService
from gapless.platform.ids import PathId
from gapless.platform.problems import RateLimited
from gapless.platform.routing import Access, Router, Scope, policy
from gapless.platform.unit import UnitDep

router = Router(prefix="/auth/factors", tags=["second factors"])


def _service(unit: UnitDep) -> OwnFactorService:
    return OwnFactorService(unit)


Factors = Annotated[OwnFactorService, Depends(_service)]


@router.get("")
@policy(Access.SIGNED_IN, scope=Scope.SELF, limited_sessions=True)
async def get_own_factors(factors: Factors) -> OwnFactors:
    """The caller's second factors."""
    return await factors.state()


@router.post("/totp")
@policy(
    Access.SIGNED_IN, scope=Scope.SELF, audit="auth.totp_begun", step_up=True,
    limited_sessions=True, idempotent_replay=False, problems=[TotpExists],
)  # fmt: skip
async def begin_totp(factors: Factors) -> TotpBegun:
    """Begin to set up an authenticator app. It counts once its first code was right."""
    return await factors.begin_totp()


@router.post("/totp/confirm")
@policy(
    Access.SIGNED_IN, scope=Scope.SELF, audit="auth.totp_added", step_up=True,
    limited_sessions=True, idempotent_replay=False,
    problems=[TotpNotBegun, ProofWrong, FactorUnreadable, RateLimited],
)  # fmt: skip
async def confirm_totp(body: TotpConfirmation, factors: Factors) -> FactorAdded:
    """Take the app's first code. Recovery codes come with the first second factor."""
    return await factors.confirm_totp(body.code)


@router.delete("/totp", status_code=204)
@policy(
    Access.SIGNED_IN, scope=Scope.SELF, audit="auth.totp_removed", step_up=True,
    problems=[TotpNotBegun, LastSecondFactor],
)  # fmt: skip
async def remove_totp(factors: Factors) -> None:
    """Remove the authenticator app."""
    await factors.remove_totp()


@router.post("/recovery-codes")
@policy(
    Access.SIGNED_IN, scope=Scope.SELF, audit="auth.recovery_codes_renewed", step_up=True,
    idempotent_replay=False, problems=[NoSecondFactor],
)  # fmt: skip
async def renew_recovery_codes(factors: Factors) -> NewRecoveryCodes:
    """Make a new set of recovery codes; the old one is void."""
    return NewRecoveryCodes(recovery_codes=await factors.renew_recovery_codes())


@router.post("/passkeys/options")
@policy(
    Access.SIGNED_IN, scope=Scope.SELF, audit="auth.passkey_begun", step_up=True,
    limited_sessions=True, idempotent_replay=False,
)  # fmt: skip
async def begin_passkey(factors: Factors, request: Request) -> PasskeyChallenge:
    """What a browser needs to make a passkey."""
    begun, options = await factors.begin_passkey(relying_party(request))
    return PasskeyChallenge(
        challenge_token=begun.token, expires_at=begun.expires_at, passkey_options=options
    )


@router.post("/passkeys")
@policy(
    Access.SIGNED_IN, scope=Scope.SELF, audit="auth.passkey_added", step_up=True,
    limited_sessions=True, idempotent_replay=False, problems=[ChallengeInvalid, PasskeyRefused],
)  # fmt: skip
async def add_passkey(body: PasskeyCreate, factors: Factors, request: Request) -> FactorAdded:
    """Keep a passkey that the browser has made."""
    return await factors.add_passkey(relying_party(request), body)


@router.patch("/passkeys/{passkey_id}")
@policy(
    Access.SIGNED_IN,
    scope=Scope.SELF,
    audit="auth.passkey_renamed",
    without_proof="Only a name.",
    problems=[PasskeyNotFound],
)
async def rename_passkey(passkey_id: PathId, body: PasskeyRename, factors: Factors) -> PasskeyRow:
    """Give a passkey another name."""
    return await factors.rename_passkey(passkey_id, body.name)


@router.delete("/passkeys/{passkey_id}", status_code=204)
@policy(
    Access.SIGNED_IN, scope=Scope.SELF, audit="auth.passkey_removed", step_up=True,
    problems=[PasskeyNotFound, LastSecondFactor],
)  # fmt: skip
async def remove_passkey(passkey_id: PathId, factors: Factors) -> None:
    """Remove a passkey."""
    await factors.remove_passkey(passkey_id)
