"""Wire shapes of delegations."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from gapless.features.admin_users.delegations.repository import DelegationRecord
from gapless.features.admin_users.delegations.rules import State, state_of
from gapless.platform.identity import Admin
from gapless.platform.permissions import Permission

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=500)]


class Person(BaseModel):
    """An admin, by name."""

    id: UUID
    full_name: str
    email: str
    role: str

    @classmethod
    def of(cls, admin: Admin) -> Person:
        """The wire shape of an admin's name."""
        return cls(id=admin.id, full_name=admin.full_name, email=admin.email, role=admin.role)


class DelegationRow(BaseModel):
    """A delegation and where it stands now."""

    id: UUID
    from_admin: Person
    to_admin: Person
    permissions: list[str]
    reason: str
    starts_at: datetime
    ends_at: datetime
    state: State
    requested_by: Person | None
    decided_by: Person | None
    decided_at: datetime | None
    decision_reason: str | None
    created_at: datetime
    can_decide: bool = Field(description="Whether the caller may approve or reject it.")
    can_revoke: bool = Field(description="Whether the caller may end it or take it back.")

    @classmethod
    def of(
        cls, record: DelegationRecord, now: datetime, *, can_decide: bool, can_revoke: bool
    ) -> DelegationRow:
        """The wire shape of a delegation."""
        delegation = record.delegation
        return cls(
            id=delegation.id,
            from_admin=Person.of(record.giver),
            to_admin=Person.of(record.taker),
            permissions=delegation.permissions,
            reason=delegation.reason,
            starts_at=delegation.starts_at,
            ends_at=delegation.ends_at,
            state=state_of(delegation.decision, delegation.starts_at, delegation.ends_at, now),
            requested_by=Person.of(record.asker) if record.asker else None,
            decided_by=Person.of(record.decider) if record.decider else None,
            decided_at=delegation.decided_at,
            decision_reason=delegation.decision_reason,
            created_at=delegation.created_at,
            can_decide=can_decide,
            can_revoke=can_revoke,
        )


class DelegationCreate(BaseModel):
    """What is to be handed over, from whom to whom, and until when."""

    model_config = ConfigDict(extra="forbid")

    from_admin_id: UUID
    to_admin_id: UUID
    permissions: list[Permission] = Field(min_length=1, max_length=200)
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    reason: Reason


class DelegationReason(BaseModel):
    """Why it is decided so."""

    model_config = ConfigDict(extra="forbid")

    reason: Reason


class Delegable(BaseModel):
    """Somebody, and what they could hand over and hold already."""

    person: Person
    delegable: list[str] = Field(description="What their own role gives.")
    held: list[str] = Field(description="What they hold now, from wherever.")
