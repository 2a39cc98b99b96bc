"""Wire shapes of the audit log."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from gapless.platform.audit import AuditEvent

Status = Literal["SUCCESS", "FAILED", "DENIED"]


class AuditRow(BaseModel):
    """One thing that somebody did or tried."""

    id: UUID
    sequence: int
    timestamp: datetime
    request_id: str | None
    actor_user_id: str | None
    actor_email: str | None
    actor_role: str | None
    tenant_id: str | None
    action: str
    resource_type: str
    resource_id: str | None
    result: Literal["success", "failure"]
    status: Status
    reason: str | None
    ip_address: str | None
    user_agent: str | None
    details: dict[str, Any]
    before_json: dict[str, Any] | None
    after_json: dict[str, Any] | None
    diff_json: dict[str, Any] | None = Field(
        description="Each key that changed, as {before, after}. Null without a before and after."
    )
    metadata_json: dict[str, Any] = Field(description="Place in the hash chain.")
    error_code: str | None
    error_message: str | None

    @classmethod
    def of(cls, event: AuditEvent) -> AuditRow:
        """The wire shape of an event."""
        values = {
            name: getattr(event, name)
            for name in cls.model_fields
            if name not in ("result", "diff_json", "metadata_json")
        }
        return cls(
            **values,
            result="success" if event.status == "SUCCESS" else "failure",
            diff_json=diff(event.before_json, event.after_json),
            metadata_json={
                "chain": event.chain,
                "sequence": event.sequence,
                "previous_hash": event.previous_hash,
                "row_hash": event.row_hash,
            },
        )


def diff(before: dict[str, Any] | None, after: dict[str, Any] | None) -> dict[str, Any] | None:
    """What changed between two states, key by key; None if there are not two."""
    if before is None or after is None:
        return None
    return {
        key: {"before": before.get(key), "after": after.get(key)}
        for key in sorted(before.keys() | after.keys())
        if before.get(key) != after.get(key)
    }


class AuditMeta(BaseModel):
    """How much of the filtered range this answer holds."""

    total: int
    limit: int
    offset: int


class AuditList(BaseModel):
    """Events, newest first."""

    items: list[AuditRow]
    meta: AuditMeta


class AuditFacets(BaseModel):
    """What the log can be filtered by."""

    actions: list[str]
    resource_types: list[str]


class ChainStatus(BaseModel):
    """Outcome of recomputing a brand's hash chain."""

    chain: str
    ok: bool
    rows: int
    head_hash: str
    first_bad_sequence: int | None
    reason: str | None
