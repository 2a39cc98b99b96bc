"""Wire shapes of networks."""

from __future__ import annotations

from datetime import datetime
from ipaddress import IPv6Network, ip_network
from typing import Annotated, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StringConstraints,
    model_validator,
)

from gapless.platform.security.networks import NetworkRule

RestrictionType = Literal["allowed", "blocked"]


def _network(text: str) -> str:
    try:
        found = ip_network(text, strict=False)
    except ValueError:
        raise ValueError("not an address or a network such as 203.0.113.0/24") from None
    if isinstance(found, IPv6Network) and found.network_address.ipv4_mapped is not None:
        raise ValueError("write an IPv4 network as one")
    return str(found)


Network = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=60), AfterValidator(_network)
]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=300)]


class NetworkRow(BaseModel):
    """A network that is allowed or blocked."""

    id: UUID
    tenant_id: str | None = Field(description="Null: every brand.")
    ip_address: str = Field(description="An address, or a network in CIDR notation.")
    restriction_type: RestrictionType
    role: str | None = Field(description="Holds for this role alone.")
    admin_id: UUID | None = Field(description="Holds for this admin alone.")
    admin_name: str | None
    reason: str
    is_active: bool
    by_owner: bool = Field(description="Made by a platform owner; binds platform owners, too.")
    added_by: str
    added_at: datetime
    version: int

    @classmethod
    def of(cls, rule: NetworkRule, admin_name: str | None) -> NetworkRow:
        """The wire shape of a rule."""
        network = str(rule.network)
        return cls(
            id=rule.id,
            tenant_id=rule.tenant_id,
            ip_address=network.removesuffix("/128" if ":" in network else "/32"),
            restriction_type="allowed" if rule.restriction == "allowed" else "blocked",
            role=rule.role,
            admin_id=rule.admin_id,
            admin_name=admin_name,
            reason=rule.reason,
            is_active=rule.is_active,
            by_owner=rule.by_owner,
            added_by=rule.added_by_name,
            added_at=rule.added_at,
            version=rule.version,
        )


class NetworkCreate(BaseModel):
    """A network to allow or block. `added_by` is taken from the session, whatever is sent."""

    model_config = ConfigDict(extra="forbid")

    ip_address: Network
    restriction_type: RestrictionType
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)] = Field(
        "", description="Our panel asks for one; the existing panel may send none."
    )
    role: Annotated[str, StringConstraints(min_length=1, max_length=80)] | None = None
    admin_id: UUID | None = None
    is_active: StrictBool = True
    confirm_lockout: StrictBool = Field(
        False, description="Do it even if the caller is refused from their own address afterwards."
    )
    added_by: str | None = Field(None, description="Ignored; the existing panel sends it.")

    @model_validator(mode="after")
    def _one_target(self) -> NetworkCreate:
        if self.role is not None and self.admin_id is not None:
            raise ValueError("name a role or an admin, not both")
        return self


class NetworkChange(BaseModel):
    """What to change. What is not named stays."""

    model_config = ConfigDict(extra="forbid")

    ip_address: Network | None = None
    restriction_type: RestrictionType | None = None
    reason: Reason | None = None
    is_active: StrictBool | None = None
    confirm_lockout: StrictBool = False
