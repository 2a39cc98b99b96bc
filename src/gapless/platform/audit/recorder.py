"""Writing the audit log: what a use case tells, and the row that is made of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import insert, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.platform import clock, ids
from gapless.platform.audit.chain import GENESIS, link
from gapless.platform.audit.masking import mask, mask_text
from gapless.platform.audit.models import AuditEvent, AuditHead
from gapless.platform.database import to_json
from gapless.platform.identity.actor import Actor

Status = Literal["SUCCESS", "FAILED", "DENIED"]
PLATFORM_CHAIN = "_platform"


@dataclass(slots=True)
class Change:
    """What a use case did, as it tells it: the thing, and how it was before and after."""

    resource_type: str | None = None
    resource_id: str | None = None
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    reason: str | None = None
    details: dict[str, Any] = field(default_factory=dict)
    tenant_id: str | None = None
    action: str | None = None
    """What the act was exactly, where its route can do several."""

    def about(self, resource_type: str, resource_id: object) -> None:
        """Name the thing that the act is about."""
        self.resource_type = resource_type
        self.resource_id = str(resource_id)


@dataclass(frozen=True, slots=True)
class Entry:
    """Everything one audit row says but its place in the chain."""

    action: str
    status: Status
    actor: Actor | None
    tenant_id: str | None
    change: Change
    request_id: str | None = None
    ip_address: str | None = None
    user_agent: str | None = None
    error_code: str | None = None
    error_message: str | None = None


async def append(db: AsyncSession, entry: Entry) -> None:
    """Add a row to the tenant's chain, inside the caller's transaction.

    Call it last: the chain's head stays locked until the transaction ends.
    """
    tenant_id = entry.change.tenant_id or entry.tenant_id
    chain = tenant_id or PLATFORM_CHAIN
    await db.execute(
        pg_insert(AuditHead)
        .values(chain=chain, sequence=0, row_hash=GENESIS)
        .on_conflict_do_nothing()
    )
    head = (
        await db.execute(
            select(AuditHead.sequence, AuditHead.row_hash)
            .where(AuditHead.chain == chain)
            .with_for_update()
        )
    ).one()
    moment = clock.now()
    actor = entry.actor
    values: dict[str, Any] = {
        "id": ids.new_id(),
        "chain": chain,
        "sequence": head.sequence + 1,
        "timestamp": moment,
        "tenant_id": tenant_id,
        "actor_user_id": str(actor.subject) if actor and actor.subject else None,
        "actor_email": actor.email if actor else None,
        "actor_role": actor.role if actor else None,
        "action": entry.action,
        "resource_type": entry.change.resource_type or entry.action.partition(".")[0],
        "resource_id": entry.change.resource_id,
        "status": entry.status,
        "reason": entry.change.reason,
        "request_id": entry.request_id,
        "ip_address": entry.ip_address,
        "user_agent": (entry.user_agent or "")[:400] or None,
        "details": _jsonable(mask(entry.change.details)),
        "before_json": _jsonable(mask(entry.change.before)),
        "after_json": _jsonable(mask(entry.change.after)),
        "error_code": entry.error_code,
        "error_message": entry.error_message,
    }
    values = {k: _storable(mask_text(v)) if isinstance(v, str) else v for k, v in values.items()}
    previous = head.row_hash
    row_hash = link(previous, hashable(values))
    await db.execute(insert(AuditEvent).values(**values, previous_hash=previous, row_hash=row_hash))
    await db.execute(
        update(AuditHead)
        .where(AuditHead.chain == chain)
        .values(sequence=values["sequence"], row_hash=row_hash)
        .execution_options(synchronize_session=False)
    )


def _jsonable(value: Any) -> Any:
    """The value as the database will give it back, so that the hash covers what is stored."""
    if value is None:
        return None
    # Numbers with a fraction become text: the database would spell some of them otherwise.
    return json.loads(_storable(to_json(value)), parse_float=str)


def _storable(text: str) -> str:
    """Text without NUL, which the database cannot hold."""
    return text.replace("\\u0000", "\ufffd").replace("\x00", "\ufffd")


def hashable(row: dict[str, Any]) -> dict[str, Any]:
    """A row's values as the chain hashes them: text, numbers and JSON only."""
    return {**row, "id": str(row["id"]), "timestamp": clock.iso(row["timestamp"])}
