"""Wire shapes of API keys."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StringConstraints,
    model_validator,
)

from gapless.features.api_keys.repository import KeyRecord
from gapless.features.api_keys.rules import (
    LONGEST_LIFE,
    MAX_OVERLAP_HOURS,
    Status,
    has_previous,
    network_text,
    status_of,
)
from gapless.platform import clock
from gapless.platform.identity.keys import find_keys


def _no_secret(name: str) -> str:
    if find_keys(name):
        raise ValueError("this is an API key, not a name for one")
    return name


def _ahead(moment: datetime) -> datetime:
    now = clock.now()
    if not now < moment <= now + LONGEST_LIFE:
        raise ValueError("must lie ahead, and at most ten years")
    return moment


Name = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]+$"
    ),
    AfterValidator(_no_secret),
]
Scopes = Annotated[list[Annotated[str, StringConstraints(max_length=100)]], Field(max_length=200)]
Cidr = Annotated[str, StringConstraints(max_length=50), AfterValidator(network_text)]
Cidrs = Annotated[list[Cidr], Field(max_length=50)]
Expiry = Annotated[AwareDatetime, AfterValidator(_ahead)]
RateLimit = Annotated[int, Field(strict=True, ge=1, le=1_000_000)]


class KeyOwner(BaseModel):
    """Who made a key. Null for one made from the command line."""

    id: UUID
    email: str


class PreviousSecret(BaseModel):
    """The secret from before the last rotation, while it still works."""

    key_prefix: str
    last_four: str
    until: datetime
    last_used_at: datetime | None


class Leak(BaseModel):
    """Where the secret was found."""

    at: datetime
    source: str | None
    url: str | None


class LastUse(BaseModel):
    """When, from where and by what a key was last used."""

    at: datetime
    ip_address: str | None
    user_agent: str | None


class LastRefusal(BaseModel):
    """The last call with the key's secret that was refused, and why."""

    at: datetime
    code: str | None
    ip_address: str | None


class ApiKeyRow(BaseModel):
    """An API key: everything but its secret."""

    id: UUID
    tenant_id: str
    name: str
    key_prefix: str = Field(description="The beginning of the secret, to tell keys apart.")
    last_four: str
    scopes: list[str]
    active: bool = Field(description="Whether it is switched on.")
    status: Status = Field(description="`active` only if it works: on, not expired, not leaked.")
    created_at: datetime
    updated_at: datetime
    last_used_at: datetime | None
    last_use: LastUse | None
    last_refusal: LastRefusal | None
    calls_30_days: int
    expires_at: datetime | None
    allowed_cidrs: list[str] = Field(description="Networks it may be used from. Empty: any.")
    rate_limit_per_minute: int | None
    rotated_at: datetime | None
    previous_secret: PreviousSecret | None
    leak: Leak | None
    created_by: KeyOwner | None
    version: int

    @classmethod
    def of(cls, record: KeyRecord) -> ApiKeyRow:
        """The wire shape of a key."""
        key, use, now = record.key, record.use, clock.now()
        previous = None
        if has_previous(key, now) and key.previous_until is not None:
            previous = PreviousSecret(
                key_prefix=key.previous_prefix or "",
                last_four=key.previous_last_four or "",
                until=key.previous_until,
                last_used_at=use.previous_at if use else None,
            )
        last_use = last_refusal = None
        if use is not None and use.at is not None:
            last_use = LastUse(at=use.at, ip_address=use.ip_address, user_agent=use.user_agent)
        if use is not None and use.refused_at is not None:
            last_refusal = LastRefusal(
                at=use.refused_at, code=use.refused_code, ip_address=use.refused_address
            )
        return cls(
            id=key.id,
            tenant_id=key.tenant_id,
            name=key.name,
            key_prefix=key.key_prefix,
            last_four=key.last_four,
            scopes=key.scopes,
            active=key.active,
            status=status_of(key, now),
            created_at=key.created_at,
            updated_at=key.updated_at,
            last_used_at=last_use.at if last_use else None,
            last_use=last_use,
            last_refusal=last_refusal,
            calls_30_days=record.calls,
            expires_at=key.expires_at,
            allowed_cidrs=key.allowed_cidrs,
            rate_limit_per_minute=key.rate_limit_per_minute,
            rotated_at=key.rotated_at,
            previous_secret=previous,
            leak=(
                Leak(at=key.leaked_at, source=key.leak_source, url=key.leak_url)
                if key.leaked_at
                else None
            ),
            created_by=(
                KeyOwner(id=key.created_by, email=record.owner or "") if key.created_by else None
            ),
            version=key.version,
        )


class ApiKeyCreate(BaseModel):
    """A key to make."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    scopes: Scopes = Field(default_factory=list)
    expires_at: Expiry | None = None
    allowed_cidrs: Cidrs = Field(default_factory=list)
    rate_limit_per_minute: RateLimit | None = None


class ApiKeyPatch(BaseModel):
    """What to change. What is not named stays."""

    model_config = ConfigDict(extra="forbid")

    active: StrictBool | None = None
    name: Name | None = None
    scopes: Scopes | None = None
    expires_at: Expiry | None = Field(None, description="Null: it never expires.")
    allowed_cidrs: Cidrs | None = None
    rate_limit_per_minute: RateLimit | None = Field(None, description="Null: no limit.")

    @model_validator(mode="after")
    def _null_is_no_state(self) -> Self:
        for field in ("active", "name", "scopes", "allowed_cidrs"):
            if field in self.model_fields_set and getattr(self, field) is None:
                raise ValueError(f"{field} cannot be null")
        return self

    def changes(self) -> dict[str, Any]:
        """The fields that were named, with their new values."""
        return {field: getattr(self, field) for field in self.model_fields_set}


class ApiKeyRotate(BaseModel):
    """How long the old secret works beside the new one."""

    model_config = ConfigDict(extra="forbid")

    overlap_hours: int = Field(24, ge=0, le=MAX_OVERLAP_HOURS, strict=True)


class ApiKeyIssued(BaseModel):
    """A new secret, shown this once, and its key."""

    api_key: str = Field(description="The secret. It is stored nowhere and never shown again.")
    key: ApiKeyRow


class ScopeOperation(BaseModel):
    """A call that a scope opens."""

    method: str
    path: str
    summary: str


class ScopeInfo(BaseModel):
    """A scope, what it opens, and whether the caller may give it."""

    scope: str
    module: str
    grantable: bool = Field(description="Whether the caller holds it, and so may give it.")
    operations: list[ScopeOperation] = Field(description="Empty: no route asks for it yet.")


class UsePoint(BaseModel):
    """Calls in one hour or one day."""

    at: datetime
    calls: int
    refused: int


class ApiKeyUsage(BaseModel):
    """A key's use over time, without gaps: a quiet hour or day is a zero."""

    bucket: Literal["hour", "day"]
    points: list[UsePoint]
    calls: int
    refused: int


class SettingsKey(BaseModel):
    """An API key, as the existing panel's settings page reads it."""

    id: UUID
    key_name: str
    key_hash: str = Field(description="The masked secret; the hash itself is never shown.")
    owner: str
    status: str
    created_at: datetime

    @classmethod
    def of(cls, record: KeyRecord) -> SettingsKey:
        """The wire shape of a key."""
        return cls(
            id=record.key.id,
            key_name=record.key.name,
            key_hash=f"{record.key.key_prefix}****{record.key.last_four}",
            owner=record.owner or "system",
            status=status_of(record.key, clock.now()),
            created_at=record.key.created_at,
        )


class AdminKey(BaseModel):
    """An API key, as the existing panel's Admin Users page reads it."""

    id: UUID
    owner_admin_id: UUID | None
    tenant_id: str
    name: str
    key_prefix: str
    scopes: list[str]
    active: bool
    created_at: datetime
    last_used_at: datetime | None

    @classmethod
    def of(cls, record: KeyRecord) -> AdminKey:
        """The wire shape of a key."""
        key = record.key
        return cls(
            id=key.id,
            owner_admin_id=key.created_by,
            tenant_id=key.tenant_id,
            name=key.name,
            key_prefix=key.key_prefix,
            scopes=key.scopes,
            active=key.active,
            created_at=key.created_at,
            last_used_at=record.use.at if record.use else None,
        )
