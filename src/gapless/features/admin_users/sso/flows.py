"""A sign-in on its way to a provider and back: kept by the browser, sealed by us.

Nothing is stored on the server until somebody is signed in, so that nobody can fill it by
beginning. The cookie binds the return to the browser that began; the provider's code works once.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from datetime import timedelta
from uuid import UUID

from pydantic import BaseModel, ValidationError

from gapless.features.admin_users.sso.oidc import Begun
from gapless.features.admin_users.sso.problems import FlowInvalid
from gapless.platform import clock
from gapless.platform.identity.sessions import same_secret
from gapless.platform.vault import Vault, VaultSealed

COOKIE = "gapless_sso"
COOKIE_PATH = "/api/v1/auth/sso"
LIFETIME = timedelta(minutes=10)
_PURPOSE = "sso-flow"


class Flow(BaseModel):
    """What must be known again when the browser comes back."""

    provider_id: UUID
    state: str
    nonce: str
    verifier: str
    next: str
    expires: float
    link_to: UUID | None = None
    """The admin who began this to link their account, and not to sign in."""

    @property
    def begun(self) -> Begun:
        """The part that the provider's answer is checked against."""
        return Begun(self.state, self.nonce, self.verifier)


def begin(provider_id: UUID, next_page: str, link_to: UUID | None) -> Flow:
    """A new flow with fresh secrets (256 bits each, as RFC 7636 and RFC 9700 want)."""
    return Flow(
        provider_id=provider_id,
        state=secrets.token_urlsafe(32),
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(48),
        next=next_page,
        expires=(clock.now() + LIFETIME).timestamp(),
        link_to=link_to,
    )


def seal(flow: Flow, vault: Vault) -> str:
    """The flow as the cookie carries it."""
    sealed = vault.seal(flow.model_dump_json().encode(), purpose=_PURPOSE, owner="browser")
    return base64.urlsafe_b64encode(sealed).decode()


def resume(cookie: str | None, state: str, vault: Vault) -> Flow:
    """The flow that this browser began; raise `FlowInvalid` if it is none, or another one."""
    try:
        sealed = base64.urlsafe_b64decode((cookie or "").encode())
        plain = vault.open(sealed, purpose=_PURPOSE, owner="browser")
        flow = Flow.model_validate_json(plain)
    except (binascii.Error, ValueError, VaultSealed, ValidationError) as wrong:
        raise FlowInvalid from wrong
    if not same_secret(state, flow.state) or flow.expires < clock.now().timestamp():
        raise FlowInvalid
    return flow
