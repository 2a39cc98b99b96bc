"""Passkeys (WebAuthn): options to hand to a browser, and the verification of what it answers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from gapless.features.auth.factors.problems import PasskeyRefused
from gapless.platform.identity import Admin
from gapless.platform.security.factors import Passkey
from gapless.settings import Settings

NAME = "Gapless"


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """Whom a passkey is made for: the name in the browser's address, and the whole origin."""

    id: str
    origins: tuple[str, ...]


def relying_party(connection: HTTPConnection) -> RelyingParty:
    """Ourselves, by the setting `GAPLESS_PUBLIC_URL`, else by the address that was called."""
    settings: Settings = connection.app.state.settings
    parts = urlsplit(settings.public_url or str(connection.base_url))
    if settings.public_url:
        return RelyingParty(parts.hostname or "", (f"{parts.scheme}://{parts.netloc}",))
    # A proxy may speak TLS for us without a word of it.
    origins = tuple(f"{scheme}://{parts.netloc}" for scheme in ("https", "http"))
    return RelyingParty(parts.hostname or "", origins)


def registration_options(
    party: RelyingParty, admin: Admin, challenge: bytes, known: Sequence[Passkey]
) -> dict[str, Any]:
    """What the browser needs to make a passkey."""
    options = generate_registration_options(
        rp_id=party.id,
        rp_name=NAME,
        user_id=admin.id.bytes,
        user_name=admin.email,
        user_display_name=admin.full_name,
        challenge=challenge,
        exclude_credentials=_descriptors(known),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
    )
    return _as_json(options)


def authentication_options(
    party: RelyingParty, challenge: bytes, known: Sequence[Passkey] | None
) -> dict[str, Any]:
    """What the browser needs to use a passkey; without `known` the person chooses the account."""
    alone = known is None
    options = generate_authentication_options(
        rp_id=party.id,
        challenge=challenge,
        allow_credentials=_descriptors(known or ()),
        user_verification=UserVerificationRequirement.REQUIRED
        if alone
        else UserVerificationRequirement.PREFERRED,
    )
    return _as_json(options)


def verify_registration(
    party: RelyingParty, challenge: bytes, credential: dict[str, Any]
) -> VerifiedRegistration:
    """The new passkey; raise `PasskeyRefused`."""
    try:
        return verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=list(party.origins),
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as wrong:
        raise PasskeyRefused(details={"cause": type(wrong).__name__}) from wrong


def read(credential: dict[str, Any]) -> AuthenticationCredential:
    """A browser's answer; raise `PasskeyRefused` if it is none."""
    try:
        return parse_authentication_credential_json(credential)
    except (WebAuthnException, ValueError, KeyError, TypeError) as wrong:
        raise PasskeyRefused(details={"cause": type(wrong).__name__}) from wrong


def verify_authentication(
    party: RelyingParty,
    challenge: bytes,
    answer: AuthenticationCredential,
    passkey: Passkey,
    *,
    alone: bool,
) -> VerifiedAuthentication:
    """Check an answer against the stored passkey; raise `PasskeyRefused`.

    `alone`: nothing else was proved, so that the authenticator must have verified the person.
    """
    handle = answer.response.user_handle
    if handle is not None and handle != passkey.admin_id.bytes:
        raise PasskeyRefused(details={"cause": "another account"})
    try:
        return verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=list(party.origins),
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=alone,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as wrong:
        raise PasskeyRefused(details={"cause": type(wrong).__name__}) from wrong


def _descriptors(known: Sequence[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    transports = {member.value: member for member in AuthenticatorTransport}
    return [
        PublicKeyCredentialDescriptor(
            id=passkey.credential_id,
            transports=[transports[t] for t in passkey.transports if t in transports] or None,
        )
        for passkey in known
    ]


def _as_json(options: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(options_to_json(options))
    return found
