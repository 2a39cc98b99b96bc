"""Wire shapes of single sign-on."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StrictBool, StringConstraints

from gapless.features.admin_users.sso.models import AdminIdentity, IdentityProvider
from gapless.features.admin_users.sso.rules import ASSIGNABLE

Role = Literal["Super Admin", "Admin", "Manager", "Ops", "Analyst", "Support"]
assert set(ASSIGNABLE) == set(Role.__args__)  # type: ignore[attr-defined]  # a Literal has them
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Domain = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, to_lower=True, pattern=r"^[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?$"
    ),
]


class OwnAddresses(BaseModel):
    """What an identity provider has to be told of this server."""

    redirect_uri: str = Field(description="Where it sends people back to (OpenID Connect).")
    scim_base_url: str = Field(description="Where it keeps people and groups (SCIM 2.0).")


class ProviderRow(BaseModel):
    """An identity provider, without its secret."""

    id: UUID
    name: str
    issuer: str
    client_id: str
    scopes: str
    email_domains: list[str]
    provisions: bool
    default_role: str
    groups_claim: str | None
    role_by_group: dict[str, str]
    is_enabled: bool
    linked_admins: int
    redirect_uri: str = Field(description="To be registered at the provider.")
    version: int
    created_at: datetime

    @classmethod
    def of(cls, provider: IdentityProvider, linked: int, redirect_uri: str) -> ProviderRow:
        """The wire shape of a provider."""
        return cls(
            id=provider.id,
            name=provider.name,
            issuer=provider.issuer,
            client_id=provider.client_id,
            scopes=provider.scopes,
            email_domains=provider.email_domains,
            provisions=provider.provisions,
            default_role=provider.default_role,
            groups_claim=provider.groups_claim,
            role_by_group=provider.role_by_group,
            is_enabled=provider.is_enabled,
            linked_admins=linked,
            redirect_uri=redirect_uri,
            version=provider.version,
            created_at=provider.created_at,
        )


class _Editable(BaseModel):
    model_config = ConfigDict(extra="forbid")

    scopes: str = Field("openid email profile", pattern=r"^[\x21\x23-\x5b\x5d-\x7e ]{1,300}$")
    email_domains: list[Domain] = Field(default_factory=list, max_length=50)
    provisions: StrictBool = False
    default_role: Role = "Support"
    groups_claim: str | None = Field(None, min_length=1, max_length=100)
    role_by_group: dict[Annotated[str, Field(min_length=1, max_length=200)], Role] = Field(
        default_factory=dict, max_length=100
    )
    is_enabled: StrictBool = True


class ProviderCreate(_Editable):
    """A provider to believe."""

    name: Name
    issuer: str = Field(max_length=500, description="As its discovery document spells it.")
    client_id: str = Field(min_length=1, max_length=300)
    client_secret: SecretStr = Field(min_length=1, max_length=1000)


class ProviderPatch(BaseModel):
    """What is to change. What is not named stays."""

    model_config = ConfigDict(extra="forbid")

    name: Name | None = None
    client_id: str | None = Field(None, min_length=1, max_length=300)
    client_secret: SecretStr | None = Field(None, min_length=1, max_length=1000)
    scopes: str | None = Field(None, pattern=r"^[\x21\x23-\x5b\x5d-\x7e ]{1,300}$")
    email_domains: list[Domain] | None = Field(None, max_length=50)
    provisions: StrictBool | None = None
    default_role: Role | None = None
    groups_claim: str | None = Field(None, max_length=100)
    role_by_group: dict[Annotated[str, Field(min_length=1, max_length=200)], Role] | None = Field(
        None, max_length=100
    )
    is_enabled: StrictBool | None = None


class SignInOption(BaseModel):
    """A provider as the sign-in page offers it."""

    id: UUID
    name: str


class AuthorizationAddress(BaseModel):
    """Where the browser has to go."""

    authorization_url: str


class Returned(BaseModel):
    """What the provider's redirect brought."""

    model_config = ConfigDict(extra="forbid")

    state: str = Field(min_length=1, max_length=200)
    code: str | None = Field(None, max_length=4000)
    iss: str | None = Field(None, max_length=500)
    error: str | None = Field(None, max_length=200)
    error_description: str | None = Field(None, max_length=500)


class SignedIn(BaseModel):
    """The end of a flow."""

    outcome: Literal["signed_in", "linked"]
    next: str = Field(description="The page of the panel that was wanted.")


class LinkedIdentity(BaseModel):
    """An own account at a provider."""

    id: UUID
    provider: str
    email: str | None
    linked_at: datetime
    last_used_at: datetime | None

    @classmethod
    def of(cls, identity: AdminIdentity, provider: str) -> LinkedIdentity:
        """The wire shape of a link."""
        return cls(
            id=identity.id,
            provider=provider,
            email=identity.email,
            linked_at=identity.linked_at,
            last_used_at=identity.last_used_at,
        )


class OwnLinks(BaseModel):
    """One's accounts at the brand's providers: those linked, and providers without a link."""

    linked: list[LinkedIdentity]
    available: list[SignInOption]
