"""Wire shapes of second factors."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from gapless.platform.security.factors import Passkey
from gapless.platform.security.proofs import Proof

Code = Annotated[str, StringConstraints(strip_whitespace=True, min_length=6, max_length=12)]
RecoveryCodeText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=8, max_length=40)
]
Token = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
Credential = dict[str, Any]
Carried = Literal["bearer", "cookie"]


class GivenFactor(BaseModel):
    """One second factor: a code, a recovery code, or a passkey's answer."""

    model_config = ConfigDict(extra="forbid")

    code: Code | None = Field(None, description="Of the authenticator app.")
    recovery_code: RecoveryCodeText | None = None
    passkey: Credential | None = Field(
        None, description="What the browser answered to `passkey_options`, as JSON."
    )


class SecondStepRequest(GivenFactor):
    """The second step of a sign-in."""

    challenge_token: Token = Field(description="From the details of `MFA_REQUIRED`.")

    @model_validator(mode="after")
    def _one_factor(self) -> SecondStepRequest:
        if sum(x is not None for x in (self.code, self.recovery_code, self.passkey)) != 1:
            raise ValueError("give a code, a recovery code or a passkey's answer, and one alone")
        return self


class PasskeyChallenge(BaseModel):
    """What a browser needs to make or use a passkey, and the token to bring back with it."""

    challenge_token: str
    expires_at: datetime
    passkey_options: dict[str, Any] = Field(description="For navigator.credentials, as JSON.")


class PasskeySignIn(BaseModel):
    """A sign-in with a passkey alone."""

    model_config = ConfigDict(extra="forbid")

    challenge_token: Token
    passkey: Credential
    session: Carried = "bearer"


class StepUpChallenge(BaseModel):
    """How the caller can prove who they are."""

    methods: list[Proof]
    challenge_token: str
    passkey_options: dict[str, Any] | None = Field(description="Null without a passkey.")


class StepUpRequest(GivenFactor):
    """A proof that it is still the same person."""

    password: Annotated[str, StringConstraints(min_length=1, max_length=1024)] | None = None
    challenge_token: Token | None = Field(None, description="With a passkey.")

    @model_validator(mode="after")
    def _one_proof(self) -> StepUpRequest:
        given = (self.password, self.code, self.recovery_code, self.passkey)
        if sum(x is not None for x in given) != 1:
            raise ValueError("give one proof, and one alone")
        if (self.passkey is None) != (self.challenge_token is None):
            raise ValueError("a passkey's answer goes with its challenge_token")
        return self


class SteppedUp(BaseModel):
    """How long the proof counts."""

    fresh_until: datetime


class PasskeyRow(BaseModel):
    """One of the caller's passkeys."""

    id: UUID
    name: str
    is_synced: bool = Field(description="Kept by a provider on several devices.")
    created_at: datetime
    last_used_at: datetime | None

    @classmethod
    def of(cls, passkey: Passkey) -> PasskeyRow:
        """The wire shape of a passkey."""
        return cls(
            id=passkey.id,
            name=passkey.name,
            is_synced=passkey.is_synced,
            created_at=passkey.created_at,
            last_used_at=passkey.last_used_at,
        )


class OwnFactors(BaseModel):
    """The caller's second factors."""

    totp_since: datetime | None = Field(description="Null without an authenticator app.")
    recovery_codes_left: int
    passkeys: list[PasskeyRow]
    is_required: bool = Field(description="The brand asks for a second factor.")


class TotpBegun(BaseModel):
    """What an authenticator app needs. Shown once."""

    secret: str
    provisioning_uri: str
    qr_code: str = Field(description="The address as a picture: a data URI.")


class TotpConfirmation(BaseModel):
    """The first code of an app."""

    model_config = ConfigDict(extra="forbid")

    code: Code


class FactorAdded(BaseModel):
    """What adding a factor did. The codes are shown once."""

    recovery_codes: list[str] = Field(description="Empty if there were codes already.")
    other_sessions_ended: int


class NewRecoveryCodes(BaseModel):
    """A new set; the old one is void. Shown once."""

    recovery_codes: list[str]


class PasskeyCreate(BaseModel):
    """A passkey that the browser has made."""

    model_config = ConfigDict(extra="forbid")

    challenge_token: Token
    passkey: Credential
    name: Name


class PasskeyRename(BaseModel):
    """A passkey's name."""

    model_config = ConfigDict(extra="forbid")

    name: Name
