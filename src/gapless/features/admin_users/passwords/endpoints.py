"""Routes of password resets, for those who cannot sign in."""

from __future__ import annotations

from gapless.features.admin_users.invites.problems import (
    InviteNotPending,
    InviteTokenExpired,
    InviteTokenInvalid,
)
from gapless.features.admin_users.password_problems import PASSWORD_PROBLEMS
from gapless.features.admin_users.passwords.problems import ResetTokenExpired, ResetTokenInvalid
from gapless.features.admin_users.passwords.schemas import (
    LinkInfo,
    LinkToken,
    ResetPassword,
    ResetRequest,
    ResetRequested,
)
from gapless.features.admin_users.passwords.service import PasswordService
from gapless.platform import mail
from gapless.platform.routing import Access, Router, Scope, policy
from gapless.platform.unit import UnitDep

public = Router(prefix="/auth", tags=["auth"])


@public.post("/request-password-reset", status_code=202)
@policy(
    Access.PUBLIC, scope=Scope.SELF, audit="auth.password_reset_requested",
    idempotent_replay=False,
)  # fmt: skip
async def request_password_reset(body: ResetRequest, unit: UnitDep) -> ResetRequested:
    """Ask for a link to set a new password. The answer is the same for any e-mail."""
    await PasswordService(unit).request(body.email)
    return ResetRequested(mail_is_configured=mail.is_configured(unit.settings))


@public.post("/reset-password", status_code=204)
@policy(
    Access.PUBLIC, scope=Scope.SELF, audit="auth.password_reset", idempotent_replay=False,
    problems=[ResetTokenInvalid, ResetTokenExpired, *PASSWORD_PROBLEMS],
)  # fmt: skip
async def reset_password(body: ResetPassword, unit: UnitDep) -> None:
    """Set a new password with the token of a link; every session ends."""
    await PasswordService(unit).reset(body.token, body.new_password)


@public.post("/link")
@policy(
    Access.PUBLIC, scope=Scope.SELF, audit="auth.link_opened", audit_denied_only=True,
    idempotent_replay=False,
    problems=[
        InviteTokenInvalid, InviteTokenExpired, InviteNotPending, ResetTokenInvalid,
        ResetTokenExpired,
    ],
)  # fmt: skip
async def open_link(body: LinkToken, unit: UnitDep) -> LinkInfo:
    """What the link of an invite or of a password reset is for, while it is good."""
    return await PasswordService(unit).look(body.token)
