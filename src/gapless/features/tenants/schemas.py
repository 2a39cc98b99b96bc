"""Wire shapes of tenants."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StringConstraints

from gapless.platform.identity import Tenant
from gapless.platform.paging import PageMeta

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=80)]
FlagKey = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.]{1,60}$")]


class Features(BaseModel):
    """A brand's features: `can_*` switches, and the map of menu items kept beside them.

    Keys that are not sent stay as they are. `kill_switches` may be sent back as it was read; it is
    changed by the kill switch alone.
    """

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[FlagKey, StrictBool] = Field(init=False)

    menu_flags: dict[FlagKey, StrictBool] | None = None
    kill_switches: dict[FlagKey, StrictBool] | None = None


class TenantRow(BaseModel):
    """A brand."""

    id: str
    name: str
    type: Literal["owner", "renter"]
    features: dict[str, Any]
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, tenant: Tenant, kill_switches: Mapping[str, bool]) -> TenantRow:
        """The wire shape of a tenant, with the kill switches that stand for it alone."""
        return cls(
            id=tenant.id,
            name=tenant.name,
            type="owner" if tenant.type == "owner" else "renter",
            features={**tenant.features, "kill_switches": dict(kill_switches)},
            created_at=tenant.created_at,
            updated_at=tenant.updated_at,
        )


class TenantList(BaseModel):
    """A page of brands."""

    items: list[TenantRow]
    meta: PageMeta


class TenantCreate(BaseModel):
    """A brand to make."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    type: Literal["owner", "renter"] = "renter"
    features: Features = Field(default_factory=Features)


class TenantPatch(BaseModel):
    """Features to change. Merged: what is not named stays."""

    model_config = ConfigDict(extra="forbid")

    features: Features


class MenuFlags(BaseModel):
    """Which menu items a brand sees. A key that is absent is shown."""

    menu_flags: dict[FlagKey, StrictBool]


class Capabilities(BaseModel):
    """What the caller may see and do in the brand they act in."""

    features: dict[str, Any]
    is_owner: bool
    tenant_role: str | None
    tenant_id: str
    tenant_name: str
    permissions: list[str]
