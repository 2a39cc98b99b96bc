"""Wire shapes of the permission matrix and of explanations."""

from __future__ import annotations

from uuid import UUID

from pydantic import BaseModel, Field

from gapless.platform.identity.grants import Effect
from gapless.platform.permissions import AccessKind


class Cells(BaseModel):
    """What a role may do in a module."""

    read: bool = False
    write: bool = False
    approve: bool = False
    export: bool = False
    restricted: bool = False


class MatrixRow(BaseModel):
    """One role in one module."""

    id: str
    role_id: str
    role_name: str
    module: str
    permissions: Cells
    is_editable: bool = Field(description="Whether the role is the brand's own.")


class OperationInfo(BaseModel):
    """One operation of the API."""

    id: str
    method: str
    path: str
    summary: str


class PermissionRow(BaseModel):
    """A permission: its cell of the matrix, and what it opens."""

    permission: str
    module: str
    kind: AccessKind
    allowed_module: str | None = Field(
        description="The limit that takes it away from those who are not given this module."
    )
    is_owner_only: bool
    is_grantable: bool = Field(description="Whether the caller may give it to others.")
    operations: list[OperationInfo]


class StepRow(BaseModel):
    """One check, what it looked at, and what it means for the answer."""

    check: str
    effect: Effect
    name: str | None = Field(description="What was looked at: a role, a team, a module, a feature.")
    role: str | None = Field(description="The role that a team gives.")


class OperationAnswer(OperationInfo):
    """Whether an operation is open, and the check that closes it."""

    allowed: bool
    blocked_by: str | None


class AskedAbout(BaseModel):
    """The admin who is asked about."""

    id: UUID
    full_name: str
    email: str
    role: str
    tenant_id: str
    status: str


class AccessExplanation(BaseModel):
    """Whether an admin may do something, and why: check by check, in the order of the server."""

    admin: AskedAbout
    permission: str | None = Field(description="Null for an operation that needs none.")
    operation: str | None
    allowed: bool
    steps: list[StepRow]
    operations: list[OperationAnswer] = Field(
        description="Every operation that the permission opens, each with its own switches."
    )
